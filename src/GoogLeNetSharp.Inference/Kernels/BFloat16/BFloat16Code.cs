using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static GoogLeNetSharp.Inference.Kernels.GeneralRegister;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Inner loops of bfloat16 matrix products, as machine code generated at run time. .NET has no intrinsics for AVX512-BF16; its instruction
/// vdpbf16ps computes two multiply-adds per lane instead of float32's one.
/// </summary>
internal sealed unsafe class BFloat16Code
{
    /// <summary>Rows of a full tile.</summary>
    public const int Rows = 8;

    /// <summary>Columns of one vector.</summary>
    public const int Lanes = 16;

    /// <summary>Columns of a full tile.</summary>
    public const int Columns = 2 * Lanes;

    /// <summary>Values rounded at a time.</summary>
    public const int RoundedAtOnce = 32;

    // callee-saved general registers of the System V or Windows calling convention
    private static readonly GeneralRegister[] Kept = [Rbx, Rbp, Rsi, Rdi, R12, R13, R14, R15];

    // r12 is last: as a base register it would need a longer encoding, but not with an index
    private static readonly GeneralRegister[] RowRegisters = [Rbx, Rbp, R10, R11, R13, R14, R15, R12];

    private static readonly Lazy<BFloat16Code?> Made = new(Make);

    private readonly byte* _code;
    private readonly int[] _tiles;      // start of each

    private BFloat16Code(byte* code, int[] tiles)
    {
        _code = code;
        _tiles = tiles;
    }

    /// <summary>The code, or null if the processor lacks the instructions or the system forbids code generation.</summary>
    public static BFloat16Code? Instance => Made.Value;

    /// <summary>Computes sums = a b for one row or <see cref="Rows"/> rows, each read in runs of consecutive pairs.</summary>
    /// <param name="rows">Addresses of the rows of a.</param>
    /// <param name="count">1 or <see cref="Rows"/>.</param>
    /// <param name="runs">Offsets and lengths of the runs in each row, in bytes.</param>
    /// <param name="b">Pairs of rows x columns: the values of two rows of b for each column, dense.</param>
    /// <param name="vectors">Number of column vectors, 1 or 2.</param>
    /// <param name="sums">Receives the rows of the result, dense.</param>
    public void Multiply(ushort** rows, int count, Runs runs, float* b, int vectors, float* sums)
    {
        var tile = new Tile { Rows = rows, Runs = runs.Offsets, RunCount = runs.Count, RunBytes = runs.Length, Weights = b, Sums = sums };
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<Tile*, void>)(_code + _tiles[TileIndex(count, vectors)]))(&tile);
    }

    /// <summary>Rounds to the nearest bfloat16, ties to even; subnormal numbers become 0.</summary>
    /// <param name="from">The values.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="to">Receives the rounded values.</param>
    public void Round(float* from, nint count, ushort* to)
    {
        var whole = count / RoundedAtOnce;
        if (whole > 0) ((delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, nint, ushort*, void>)_code)(from, whole, to);
        for (var i = whole * RoundedAtOnce; i < count; i++) to[i] = Round(from[i]);
    }

    /// <summary>Rounds one value in the same way.</summary>
    public static ushort Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        if (!float.IsNormal(value) && float.IsFinite(value)) return (ushort)(bits >> 16 & 0x8000);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>Assembles all loops, starting with the rounding loop.</summary>
    /// <param name="windows">Whether to use the Windows calling convention.</param>
    /// <param name="tiles">Receives the start of each tile's loop.</param>
    internal static byte[] Assemble(bool windows, out int[] tiles)
    {
        var code = new MachineCode();
        AssembleRound(code, windows);
        tiles = new int[4];
        foreach (var count in new[] { 1, Rows })
        {
            foreach (var vectors in new[] { 1, 2 })
            {
                tiles[TileIndex(count, vectors)] = code.Here;
                AssembleTile(code, count, vectors, windows);
            }
        }

        return code.ToArray();
    }

    private static int TileIndex(int count, int vectors) => (count == 1 ? 0 : 2) + vectors - 1;

    private static BFloat16Code? Make()
    {
        // Leaf 7, subleaf 1: bit 5 of eax is AVX512-BF16. Avx512BW shows whether the system saves the registers.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !Avx512BW.IsSupported) return null;
        if (X86Base.CpuId(0, 0).Eax < 7 || X86Base.CpuId(7, 0).Eax < 1 || (X86Base.CpuId(7, 1).Eax & (1 << 5)) == 0) return null;
        var code = Assemble(OperatingSystem.IsWindows(), out var tiles);
        var address = ExecutableMemory.TryCopy(code);
        return address is null ? null : new BFloat16Code(address, tiles);
    }

    // (float* from, nint vectors, ushort* to). Vector registers 16 and above are caller-saved in both conventions.
    private static void AssembleRound(MachineCode code, bool windows)
    {
        var (from, count, to) = windows ? (Rcx, Rdx, R8) : (Rdi, Rsi, Rdx);
        var loop = code.Here;
        code.LoadVector(16, from, 0);
        code.LoadVector(17, from, 1);
        code.RoundToBFloat16(16, upper: 17, lower: 16);
        code.StoreVector(16, to, 0);
        code.AddConstant(from, 2 * Lanes * sizeof(float));
        code.AddConstant(to, RoundedAtOnce * sizeof(ushort));
        code.Decrement(count);
        code.JumpNotZero(loop);
        code.ZeroUpper();
        code.Return();
    }

    // (Tile* tile)
    private static void AssembleTile(MachineCode code, int rows, int vectors, bool windows)
    {
        const int FirstSum = 16;                            // 16 sums in vectors 16 to 31, weights in 0 and 1
        GeneralRegister tile = R9, run = Rsi, runsLeft = Rdi, runBytes = R8, weights = Rdx, offset = Rax, end = Rcx;
        foreach (var register in Kept) code.Push(register);
        code.Move(tile, windows ? Rcx : Rdi);
        code.Load(offset, tile, Tile.RowsAt);
        for (var row = 0; row < rows; row++) code.Load(RowRegisters[row], offset, row * sizeof(ulong));
        code.Load(run, tile, Tile.RunsAt);
        code.Load(runsLeft, tile, Tile.RunCountAt);
        code.Load(runBytes, tile, Tile.RunBytesAt);
        code.Load(weights, tile, Tile.WeightsAt);
        for (var sum = 0; sum < rows * vectors; sum++) code.Clear(FirstSum + sum);

        var nextRun = code.Here;
        code.Load(offset, run, 0);
        code.AddConstant(run, sizeof(ulong));
        code.Move(end, offset);
        code.AddRegister(end, runBytes);

        var nextPair = code.Here;
        for (var vector = 0; vector < vectors; vector++) code.LoadVector(vector, weights, vector);
        code.AddConstant(weights, vectors * Lanes * sizeof(float));
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                code.MultiplyAddPairs(FirstSum + (row * vectors) + vector, vector, RowRegisters[row], offset);
            }
        }

        code.AddConstant(offset, 2 * sizeof(ushort));
        code.Compare(offset, end);
        code.JumpBelow(nextPair);
        code.Decrement(runsLeft);
        code.JumpNotZero(nextRun);

        code.Load(offset, tile, Tile.SumsAt);
        for (var sum = 0; sum < rows * vectors; sum++) code.StoreVector(FirstSum + sum, offset, sum);
        code.ZeroUpper();
        foreach (var register in Kept.Reverse()) code.Pop(register);
        code.Return();
    }

    // The structure read by the code.
    [StructLayout(LayoutKind.Sequential)]
    private struct Tile
    {
        public const int RowsAt = 0, RunsAt = 8, RunCountAt = 16, RunBytesAt = 24, WeightsAt = 32, SumsAt = 40;

        public ushort** Rows;
        public nint* Runs;
        public nint RunCount;
        public nint RunBytes;
        public float* Weights;
        public float* Sums;
    }
}
