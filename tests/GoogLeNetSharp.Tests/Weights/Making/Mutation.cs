using CsCheck;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>One change to the bytes of a file; where it hits is a fraction of the length, so that it suits every file.</summary>
internal sealed record Mutation(MutationKind Kind, double Place, double Length, byte Value, long Number)
{
    private static readonly long[] Extremes =
        [0, 1, -1, 2, 127, 128, 255, 256, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue,
            1L << 40, 1L << 62];

    /// <summary>One to four changes, most often one.</summary>
    internal static Gen<Mutation[]> Some { get; } =
        Gen.Select(Gen.Enum<MutationKind>(), Gen.Double.Unit, Gen.Double.Unit, Gen.Byte,
            Gen.Int[0, Extremes.Length - 1].Select(i => Extremes[i]))
            .Select((kind, place, length, value, number) => new Mutation(kind, place, length, value, number))
            .Array[Gen.Frequency((6, Gen.Const(1)), (2, Gen.Const(2)), (1, Gen.Int[3, 4]))];

    internal static byte[] Apply(byte[] file, IEnumerable<Mutation> mutations) =>
        mutations.Aggregate(file, (bytes, mutation) => mutation.Apply(bytes));

    private byte[] Apply(byte[] file)
    {
        if (file.Length == 0) return file;
        int at = (int)(Place * file.Length);
        int length = 1 + (int)(Length * Length * Math.Min(64, file.Length - at - 1));
        byte[] copy = [.. file];
        switch (Kind)
        {
            case MutationKind.FlipBit: copy[at] ^= (byte)(1 << (Value & 7)); break;
            case MutationKind.SetByte: copy[at] = Value; break;
            case MutationKind.Truncate: return file[..at];
            case MutationKind.Delete: return [.. file[..at], .. file[(at + length)..]];
            case MutationKind.Insert: return [.. file[..at], .. Enumerable.Repeat(Value, length), .. file[at..]];
            case MutationKind.Repeat: return [.. file[..(at + length)], .. file[at..]];
            case MutationKind.Fill: copy.AsSpan(at, length).Fill(Value); break;
            case MutationKind.SetInt32 when at + 4 <= file.Length: BitConverter.TryWriteBytes(copy.AsSpan(at), (int)Number); break;
            case MutationKind.SetInt64 when at + 8 <= file.Length: BitConverter.TryWriteBytes(copy.AsSpan(at), Number); break;
            case MutationKind.MoveTo:
                copy.AsSpan(at, length).ToArray()
                .CopyTo(copy.AsSpan(Math.Min((int)(Length * file.Length), file.Length - length))); break;
            default: copy[at]++; break;
        }

        return copy;
    }
}
