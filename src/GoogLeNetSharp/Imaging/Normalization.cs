using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>How bytes become the numbers a network was trained on: value = (byte / scale - mean) / std, per channel.</summary>
public sealed class Normalization
{
    private const int Channels = 3;

    // One entry per channel of the tensor and byte: exactly the float32 arithmetic of ToTensor and Normalize, done once.
    private readonly float[][] _values;

    /// <summary>Makes a normalisation.</summary>
    /// <param name="mean">Mean of each channel, in the tensor's order, after the division by <paramref name="scale"/>.</param>
    /// <param name="std">Standard deviation of each channel, likewise; above 0.</param>
    /// <param name="scale">What bytes are divided by: 255 for numbers from 0 to 1. Above 0.</param>
    /// <param name="order">Order of the channels in the tensor.</param>
    /// <exception cref="ArgumentException">A list has not three numbers, or one is outside its range.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> std, float scale = 255, ChannelOrder order = ChannelOrder.Rgb)
    {
        Mean = Three(mean, nameof(mean), float.IsFinite, "finite numbers");
        Std = Three(std, nameof(std), value => value > 0 && float.IsFinite(value), "numbers above 0");
        Scale = scale > 0 && float.IsFinite(scale) ? scale : throw new ArgumentOutOfRangeException(nameof(scale), scale, "scale: must be above 0.");
        Order = Enum.IsDefined(order) ? order : throw new ArgumentOutOfRangeException(
            nameof(order), order, $"order: must be one of {string.Join(", ", Enum.GetNames<ChannelOrder>())}.");
        _values = [.. Enumerable.Range(0, Channels).Select(channel =>
            Enumerable.Range(0, 256).Select(value => ((value / Scale) - Mean[channel]) / Std[channel]).ToArray())];
    }

    /// <summary>torchvision's: numbers from 0 to 1, less ImageNet's mean, over ImageNet's standard deviation.</summary>
    public static Normalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>TensorFlow's (slim, Keras mode "tf"): numbers from -1 to 1.</summary>
    public static Normalization Tf { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>Caffe's (bvlc_googlenet): blue, green, red from 0 to 255, less 104, 117, 123.</summary>
    public static Normalization Caffe { get; } = new([104, 117, 123], [1, 1, 1], scale: 1, ChannelOrder.Bgr);

    /// <summary>CIFAR-10's mean and standard deviation, of numbers from 0 to 1.</summary>
    public static Normalization Cifar10 { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>Mean of each channel, in the tensor's order.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel, in the tensor's order.</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>What bytes are divided by.</summary>
    public float Scale { get; }

    /// <summary>Order of the channels in the tensor.</summary>
    public ChannelOrder Order { get; }

    /// <summary>Makes the tensor of an image.</summary>
    /// <param name="image">The image.</param>
    /// <returns>3 x H x W, float32, on the CPU.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="image"/> is null.</exception>
    public Tensor ToTensor(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tensor = empty([Channels, image.Height, image.Width], ScalarType.Float32, CPU);
        Write(image, MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    /// <summary>The arithmetic of a byte x: <c>(x / 255 - [0.5, 0.5, 0.5]) / [0.5, 0.5, 0.5], Rgb</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"(x / {Scale} - {new ReadableList<float>(Mean)}) / {new ReadableList<float>(Std)}, {Order}");

    internal void Write(RgbImage image, Span<float> target)
    {
        var size = image.Width * image.Height;
        var first = target[..size];
        var second = target[size..(2 * size)];
        var third = target[(2 * size)..(3 * size)];
        var (v0, v1, v2) = (_values[0], _values[1], _values[2]);
        var (c0, c2) = Order == ChannelOrder.Rgb ? (0, 2) : (2, 0);
        var pixels = image.Pixels;
        for (var i = 0; i < size; i++)
        {
            var pixel = pixels.Slice(i * RgbImage.BytesPerPixel, RgbImage.BytesPerPixel);
            first[i] = v0[pixel[c0]];
            second[i] = v1[pixel[1]];
            third[i] = v2[pixel[c2]];
        }
    }

    private static IReadOnlyList<float> Three(IReadOnlyList<float> values, string name, Func<float, bool> allowed, string what)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == Channels && values.All(allowed)) return [.. values];
        throw new ArgumentException(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: expected {Channels} {what}, got [{string.Join(", ", values)}]."), name);
    }
}
