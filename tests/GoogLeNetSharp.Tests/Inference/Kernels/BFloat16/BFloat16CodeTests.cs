using GoogLeNetSharp.Inference.Kernels;
using Iced.Intel;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>The machine code of bfloat16: as another disassembler reads it, on every machine, and as it rounds.</summary>
public sealed class BFloat16CodeTests
{
    /// <summary>Windows or not, rows and vectors of a tile.</summary>
    public static TheoryData<bool, int, int> Tiles { get; } = new()
    {
        { false, 1, 1 }, { false, 1, 2 }, { false, 8, 1 }, { false, 8, 2 },
        { true, 1, 1 }, { true, 1, 2 }, { true, 8, 1 }, { true, 8, 2 },
    };

    [Theory]
    [InlineData(false, "rdi", "rsi", "rdx")]
    [InlineData(true, "rcx", "rdx", "r8")]
    internal void Assemble_Rounding_ReadsAsWritten(bool windows, string from, string count, string to)
    {
        var code = BFloat16Code.Assemble(windows, out var tiles);

        Lines(code.AsSpan(0, tiles.Min())).Should().Equal(
            $"vmovups zmm16,[{from}]",
            $"vmovups zmm17,[{from}+40h]",
            "vcvtne2ps2bf16 zmm16,zmm17,zmm16",
            $"vmovups [{to}],zmm16",
            $"add {from},80h",
            $"add {to},40h",
            $"dec {count}",
            "jne 0",
            "vzeroupper",
            "ret");
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    internal void Assemble_Tile_ReadsAsWritten(bool windows, int rows, int vectors)
    {
        string[] registers = ["rbx", "rbp", "r10", "r11", "r13", "r14", "r15", "r12"];
        string[] kept = ["rbx", "rbp", "rsi", "rdi", "r12", "r13", "r14", "r15"];
        var code = BFloat16Code.Assemble(windows, out var tiles);
        var begin = tiles[(rows == 1 ? 0 : 2) + vectors - 1];
        var end = tiles.Append(code.Length).Where(at => at > begin).Min();
        var sums = Enumerable.Range(0, rows * vectors);

        var lines = Lines(code.AsSpan(begin, end - begin));

        string[] runs = ["mov rax,[rsi]", "add rsi,8", "mov rcx,rax", "add rcx,r8"];
        string[] pairs =
        [
            .. Enumerable.Range(0, vectors).Select(vector => $"vmovups zmm{vector},{At("rdx", vector)}"),
            $"add rdx,{vectors * 0x40:X}h",
            .. sums.Select(sum => $"vdpbf16ps zmm{16 + sum},zmm{sum % vectors},[{registers[sum / vectors]}+rax]{{1to16}}"),
            "add rax,4",
            "cmp rax,rcx",
        ];
        string[] start =
        [
            .. kept.Select(register => $"push {register}"),
            windows ? "mov r9,rcx" : "mov r9,rdi",
            "mov rax,[r9]",
            .. Enumerable.Range(0, rows).Select(row => row == 0 ? "mov rbx,[rax]" : $"mov {registers[row]},[rax+{Hex(row * 8)}]"),
            "mov rsi,[r9+8]", "mov rdi,[r9+10h]", "mov r8,[r9+18h]", "mov rdx,[r9+20h]",
            .. sums.Select(sum => $"vpxord zmm{16 + sum},zmm{16 + sum},zmm{16 + sum}"),
        ];
        lines.Where(line => line[0] != 'j').Should().Equal(
        [
            .. start, .. runs, .. pairs, "dec rdi", "mov rax,[r9+28h]",
            .. sums.Select(sum => $"vmovups {At("rax", sum)},zmm{16 + sum}"),
            "vzeroupper",
            .. kept.Reverse().Select(register => $"pop {register}"),
            "ret",
        ]);
        JumpsOf(code.AsSpan(begin, end - begin)).Should().Equal(("jb", start.Length + runs.Length), ("jne", start.Length));

        static string At(string register, int vector) => vector == 0 ? $"[{register}]" : $"[{register}+{Hex(vector * 0x40)}]";
        static string Hex(int value) => value < 10 ? $"{value}" : value.ToString("X") is var hex && char.IsLetter(hex[0])
            ? $"0{hex}h"
            : $"{hex}h";
    }

    [BFloat16CodeFact]
    internal unsafe void Round_AnyNumber_EqualsTorch()
    {
        var random = new Random(5);
        float[] values =
        [
            0, -0f, 1, -1, 1.00390625f, 1.01171875f, float.MaxValue, float.MinValue, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN,
            .. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int32BitsToSingle(random.Next())).Where(value => float.IsNormal(value)),
        ];
        using var exact = tensor(values).to(bfloat16).to(float32);
        var expected = exact.data<float>().ToArray();
        foreach (var count in new[] { 1, 31, 32, 33, values.Length })
        {
            var rounded = new ushort[count];
            fixed (float* from = values)
            fixed (ushort* to = rounded) BFloat16Code.Instance!.Round(from, count, to);

            rounded.Select(bits => BitConverter.Int32BitsToSingle(bits << 16)).Should().Equal(expected.Take(count));
            values.Take(count).Select(BFloat16Code.Round).Should().Equal(rounded);
        }
    }

    private static List<string> Lines(ReadOnlySpan<byte> code)
    {
        var formatter = new NasmFormatter();
        formatter.Options.FirstOperandCharIndex = 0;
        formatter.Options.MemorySizeOptions = MemorySizeOptions.Never;
        formatter.Options.ShowBranchSize = false;
        formatter.Options.BranchLeadingZeros = false;
        return [.. Decode(code).Select(instruction =>
        {
            var output = new StringOutput();
            formatter.Format(instruction, output);
            return output.ToStringAndReset();
        })];
    }

    // Jumps, and the index of the instruction, jumps not counted, that each goes to.
    private static List<(string Name, int Target)> JumpsOf(ReadOnlySpan<byte> code)
    {
        var all = Decode(code);
        var others = all.Where(instruction => instruction.FlowControl != FlowControl.ConditionalBranch).ToList();
        return [.. all.Where(instruction => instruction.FlowControl == FlowControl.ConditionalBranch)
            .Select(jump => (jump.Mnemonic == Mnemonic.Jb ? "jb" : "jne",
                others.FindIndex(instruction => instruction.IP == jump.NearBranchTarget)))];
    }

    private static List<Instruction> Decode(ReadOnlySpan<byte> code)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code.ToArray()));
        var instructions = new List<Instruction>();
        while (decoder.IP < (ulong)code.Length) instructions.Add(decoder.Decode());
        return instructions;
    }
}
