using System.Runtime.Intrinsics;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The conversions to and from bfloat16 against libtorch's.</summary>
public sealed class BFloat16NumberTests
{
    [NativeKernelsFact(avx512: true)]
    internal unsafe void Store_AnyFloat_RoundsAsLibtorch()
    {
        var draw = new Random(7);
        uint[] bits =
        [
            0, 0x80000000, 0x3f800000, 0x3f808000, 0x3f818000, 0x3f808001, 0x7f7fffff, 0x7f800000, 0xff800000, 0x7f800001, 0xffffffff, 0x7fffffff, 1, 0x00008000,
            .. Enumerable.Range(0, 4082).Select(_ => (uint)draw.NextInt64(1L << 32)),
        ];
        float[] numbers = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        using var source = tensor(numbers);
        using var expected = source.to(bfloat16);
        using var back = expected.to(float32);
        var expectedNumbers = back.data<float>().ToArray();
        var stored = stackalloc byte[16 * BFloat16Number.Size];
        var loaded = stackalloc float[16];

        for (var i = 0; i < numbers.Length; i += 16)
        {
            BFloat16Number.Store(Vector512.Create(numbers.AsSpan(i)), stored);
            BFloat16Number.Load(stored).Store(loaded);
            new Span<float>(loaded, 16).ToArray().Should().Equal(expectedNumbers[i..(i + 16)], "of {0}", string.Join(" ", numbers[i..(i + 16)]));
        }
    }
}
