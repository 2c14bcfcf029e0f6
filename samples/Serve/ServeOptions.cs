using System.Runtime.CompilerServices;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Options for a classifier endpoint.</summary>
public sealed record ServeOptions
{
    /// <summary>Names of the classes, or null for those in the file's metadata, or else indices.</summary>
    public Labels? Labels { get; init; }

    /// <summary>The preprocessing, or null for the one in the file's metadata, which must then exist.</summary>
    public ImageTransform? Transform { get; init; }

    /// <summary>Inference options: threads, precision.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Default number of classes in a response, 1 or more; at most the number of classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int TopK { get; init => field = Positive(value); } = 5;

    /// <summary>Maximum number of bytes of a request body, 1 or more; larger requests get status 413.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxBytes { get; init => field = Positive(value); } = 10_000_000;

    /// <summary>Maximum number of pixels of an image, 1 or more; checked before decoding, which takes 4 bytes per pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxPixels { get; init => field = Positive(value); } = 25_000_000;

    /// <summary>Maximum number of concurrent requests, 1 or more; further requests get status 503.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRequests { get; init => field = Positive(value); } = 64;

    /// <summary>Maximum number of images per batch, 1 or more. Images do not wait for others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBatch { get; init => field = Positive(value); } = 8;

    private static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(default) > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected 1 or more.");
}
