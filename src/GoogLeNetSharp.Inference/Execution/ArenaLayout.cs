using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Assigns maps to offsets in one block of memory. Maps with overlapping lifetimes never overlap.</summary>
internal sealed class ArenaLayout
{
    // floats per cache line
    private const long Alignment = 16;

    private readonly Dictionary<int, Block> _blocks = [];

    /// <summary>Total length in floats.</summary>
    public long Length { get; private set; }

    /// <summary>Records that a step reads or writes a map.</summary>
    /// <param name="map">Index of the map.</param>
    /// <param name="length">Length in floats.</param>
    /// <param name="step">The step.</param>
    public void Use(int map, long length, int step)
    {
        if (!_blocks.TryGetValue(map, out var block)) _blocks[map] = block = new Block { Length = length, First = step };
        block.Last = step;
    }

    /// <summary>Assigns an offset to each map, largest first, at the lowest offset without overlap.</summary>
    public void Assign()
    {
        var placed = new List<Block>();
        foreach (var block in _blocks.OrderByDescending(pair => pair.Value.Length).ThenBy(pair => pair.Key).Select(pair => pair.Value))
        {
            foreach (var other in placed.Where(other => other.First <= block.Last && block.First <= other.Last)
                .OrderBy(other => other.Offset))
            {
                if (block.Offset + block.Length <= other.Offset) break;
                block.Offset = Math.Max(block.Offset, Rounding.Up(other.Offset + other.Length, Alignment));
            }

            placed.Add(block);
            Length = Math.Max(Length, Rounding.Up(checked(block.Offset + block.Length), Alignment));
        }
    }

    /// <summary>Gets the offset of a map.</summary>
    public long this[int map] => _blocks[map].Offset;

    private sealed class Block
    {
        public long Length { get; init; }

        public int First { get; init; }

        public int Last { get; set; }

        public long Offset { get; set; }
    }
}
