using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Gives maps their places in one block of memory: maps that are needed at the same time never share a place.</summary>
internal sealed class ArenaLayout
{
    // Numbers of a line of cache.
    private const long Alignment = 16;

    private readonly Dictionary<int, Block> _blocks = [];

    /// <summary>Numbers of all places together.</summary>
    public long Length { get; private set; }

    /// <summary>Notes that a step reads or writes a map.</summary>
    /// <param name="map">Number of the map.</param>
    /// <param name="length">Its size in numbers.</param>
    /// <param name="step">The step.</param>
    public void Use(int map, long length, int step)
    {
        if (!_blocks.TryGetValue(map, out var block)) _blocks[map] = block = new Block { Length = length, First = step };
        block.Last = step;
    }

    /// <summary>Gives each map its place, the largest first, each as far to the front as those that live with it allow.</summary>
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

    /// <summary>The place of a map.</summary>
    public long this[int map] => _blocks[map].Offset;

    private sealed class Block
    {
        public long Length { get; init; }

        public int First { get; init; }

        public int Last { get; set; }

        public long Offset { get; set; }
    }
}
