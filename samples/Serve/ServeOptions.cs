using System.Runtime.CompilerServices;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>What a classifier answers and what it accepts.</summary>
public sealed record ServeOptions
{
    /// <summary>Names of the classes. Null: those in the file's metadata, or else indices.</summary>
    public Labels? Labels { get; init; }

    /// <summary>From the image to the network's input. Null: what the file's metadata say; a file that says nothing is refused.</summary>
    public ImageTransform? Transform { get; init; }

    /// <summary>How the network is computed: threads, precision.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>How many classes an answer has where the request does not say, 1 or more; never more than there are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int TopK { get; init => field = Positive(value); } = 5;

    /// <summary>The most bytes that the body of a request may have, 1 or more; answered with 413 beyond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long MaxBytes { get; init => field = Positive(value); } = 10_000_000;

    /// <summary>The most pixels that an image may have, 1 or more; checked before it is decoded, which takes 4 bytes a pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long MaxPixels { get; init => field = Positive(value); } = 25_000_000;

    /// <summary>How many requests are read, wait and are computed at once, 1 or more; answered with 503 beyond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxRequests { get; init => field = Positive(value); } = 64;

    /// <summary>How many images that wait go through the network together, 1 or more. No image waits for others to come.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int MaxBatch { get; init => field = Positive(value); } = 8;

    private static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(default) > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected 1 or more.");
}
