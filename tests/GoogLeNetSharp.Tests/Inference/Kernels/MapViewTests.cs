using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Which tensors lie as the kernels read them.</summary>
public sealed class MapViewTests
{
    [NativeKernelsFact]
    internal void Of_ChannelsLast_HasItsSizes()
    {
        using var map = NativeKernels.EmptyMap(2, 6, 3, 5, ScalarType.BFloat16);

        var view = MapView.Of(map)!.Value;

        (view.Images, view.Channels, view.Height, view.Width, view.PixelStride, view.Pixels).Should().Be((2L, 6L, 3L, 5L, 6L, 30L));
        (view.BFloat16, view.HasGaps).Should().Be((true, false));
    }

    [NativeKernelsFact]
    internal void Of_SomeChannels_HasGaps()
    {
        using var map = NativeKernels.EmptyMap(2, 6, 3, 5, ScalarType.Float32);
        using var some = map.narrow(1, 2, 3);

        var view = MapView.Of(some)!.Value;

        (view.Channels, view.PixelStride, view.HasGaps).Should().Be((3L, 6L, true));
    }

    [NativeKernelsTheory]
    [InlineData(3, 4, 1, 1, 4)]
    [InlineData(3, 4, 1, 2, 4)]
    [InlineData(1, 4, 2, 1, 4)]
    [InlineData(2, 1, 3, 3, 1)]
    internal void Of_AxesOfOnePlace_IgnoresTheirStrides(long images, long channels, long height, long width, long stride)
    {
        using var pixels = zeros(images, height, width, channels);
        using var map = pixels.permute(0, 3, 1, 2);
        using var odd = map.as_strided([.. map.shape], [.. map.shape.Select((size, axis) => size == 1 ? 99 : map.stride(axis))]);

        MapView.Of(odd)!.Value.PixelStride.Should().Be(stride);
    }

    [NativeKernelsFact]
    internal void Of_OtherLayouts_IsNull()
    {
        using var contiguous = zeros(2, 3, 4, 5);
        using var map = NativeKernels.EmptyMap(2, 3, 4, 6, ScalarType.Float32);
        using var cropped = map.narrow(3, 0, 3);
        using var repeated = zeros(1, 3, 1, 1).expand(2, 3, 4, 5);

        MapView.Of(contiguous).Should().BeNull();
        MapView.Of(cropped).Should().BeNull();
        MapView.Of(repeated).Should().BeNull();
    }
}
