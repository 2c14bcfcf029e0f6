using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>Where a batch of maps lies in memory: channels last, pixel behind pixel, as the kernels of this library read and write it.</summary>
/// <remarks>An address, and no owner: whoever made it holds the tensor until the kernel has ended.</remarks>
internal readonly unsafe struct MapView
{
    /// <summary>The first number.</summary>
    public required byte* Address { get; init; }

    /// <summary>N.</summary>
    public required long Images { get; init; }

    /// <summary>C.</summary>
    public required long Channels { get; init; }

    /// <summary>H.</summary>
    public required long Height { get; init; }

    /// <summary>W.</summary>
    public required long Width { get; init; }

    /// <summary>From one pixel to the next, in numbers: more than the channels where these are some of a wider map's.</summary>
    public required long PixelStride { get; init; }

    /// <summary>Whether the numbers are bfloat16, and not float32.</summary>
    public required bool BFloat16 { get; init; }

    /// <summary>Bytes of one number.</summary>
    public int NumberSize => BFloat16 ? sizeof(ushort) : sizeof(float);

    /// <summary>Whether other numbers lie between two pixels.</summary>
    public bool HasGaps => PixelStride != Channels;

    /// <summary>Pixels of all images.</summary>
    public long Pixels => Images * Height * Width;

    /// <summary>The view of a tensor N x C x H x W, or null where it lies in another way.</summary>
    public static MapView? Of(Tensor map)
    {
        var (images, channels, height, width) = (map.size(0), map.size(1), map.size(2), map.size(3));
        // The stride of an axis of one place says nothing.
        var pixel = width > 1 ? map.stride(3) : height > 1 ? map.stride(2) : images > 1 ? map.stride(0) : channels;
        var channelsLast = (channels == 1 || map.stride(1) == 1) && pixel >= channels
            && (height == 1 || map.stride(2) == pixel * width) && (images == 1 || map.stride(0) == pixel * width * height);
        if (!channelsLast) return null;
        return new MapView
        {
            Address = NativeKernels.Data(map),
            Images = images,
            Channels = channels,
            Height = height,
            Width = width,
            PixelStride = pixel,
            BFloat16 = map.dtype == ScalarType.BFloat16,
        };
    }

    /// <summary>Some neighbouring channels.</summary>
    public MapView Slice(long firstChannel, long channels) => this with { Address = Address + (firstChannel * NumberSize), Channels = channels };

    /// <summary>The address of a pixel.</summary>
    public byte* Pixel(long image, long y, long x) => Address + (((((image * Height) + y) * Width) + x) * PixelStride * NumberSize);
}
