using System.Globalization;

namespace GoogLeNetSharp.Imaging;

/// <summary>How bytes become the numbers a network was trained on: value = (byte / scale - mean) / std, per channel.</summary>
/// <remarks>With three numbers the tensor has the colours, with one it has one channel: the brightness, weighed as by
/// <see cref="Grayscale"/>.</remarks>
public sealed class Normalization
{

    // One entry per channel of the tensor and byte: exactly the float32 arithmetic of ToTensor and Normalize, done once.
    private readonly float[][] _values;

    /// <summary>Makes a normalisation.</summary>
    /// <param name="mean">Mean of each channel, in the tensor's order, after the division by <paramref name="scale"/>.</param>
    /// <param name="std">Standard deviation of each channel, likewise; above 0.</param>
    /// <param name="scale">What bytes are divided by: 255 for numbers from 0 to 1. Above 0.</param>
    /// <param name="order">Order of the channels in the tensor; without meaning where there is one.</param>
    /// <exception cref="ArgumentException">The lists have neither one number each nor three, or one is outside its range.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> std, float scale = 255, ChannelOrder order = ChannelOrder.Rgb)
    {
        Mean = Checked(mean, [1, 3], nameof(mean), float.IsFinite, "finite numbers");
        Std = Checked(std, [Mean.Count], nameof(std), value => value > 0 && float.IsFinite(value), "numbers above 0");
        Scale = scale > 0 && float.IsFinite(scale)
            ? scale
            : throw new ArgumentOutOfRangeException(nameof(scale), scale, "scale: must be above 0.");
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

    /// <summary>For grayscale networks: one channel, numbers from -1 to 1.</summary>
    public static Normalization Gray { get; } = new([0.5f], [0.5f]);

    /// <summary>Channels of the tensor: 3, or 1 for a grayscale network.</summary>
    public int Channels => Mean.Count;

    /// <summary>Mean of each channel, in the tensor's order.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel, in the tensor's order.</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>What bytes are divided by.</summary>
    public float Scale { get; }

    /// <summary>Order of the channels in the tensor.</summary>
    public ChannelOrder Order { get; }

    /// <summary>Writes the numbers of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="target">Takes C x H x W in row-major order, where C is <see cref="Channels"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="image"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="target"/> has another length.</exception>
    public void Write(RgbImage image, Span<float> target)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (target.Length != Channels * image.Count)
        {
            throw new ArgumentException(
                $"target: expected {Channels} x {image.Height} x {image.Width} = {Channels * image.Count} numbers, got {target.Length}.",
                nameof(target));
        }

        if (Channels == 1) WriteGray(image.Pixels, target);
        else WriteColours(image.Pixels, target);
    }

    /// <summary>The arithmetic of a byte x: <c>(x / 255 - [0.5, 0.5, 0.5]) / [0.5, 0.5, 0.5], Rgb</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"(x / {Scale} - {new ReadableList<float>(Mean)}) / {new ReadableList<float>(Std)}, {Order}");

    /// <summary>Refuses an image whose numbers have more bytes than can be addressed.</summary>
    internal void CheckFits(RgbImage image)
    {
        if (image.Count > int.MaxValue / (Channels * sizeof(float)))
        {
            throw new ArgumentException(
                $"image: {image.Width} x {image.Height} pixels make a tensor of more than 2 GB; a {nameof(Resize)} or "
                    + $"{nameof(CenterCrop)} before bounds it.",
                nameof(image));
        }
    }

    private void WriteGray(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        var values = _values[0];
        for (var i = 0; i < target.Length; i++)
        {
            var pixel = pixels.Slice(i * RgbImage.BytesPerPixel, RgbImage.BytesPerPixel);
            target[i] = values[Luma.Of(pixel[0], pixel[1], pixel[2])];
        }
    }

    private void WriteColours(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        var size = target.Length / 3;
        var first = target[..size];
        var second = target[size..(2 * size)];
        var third = target[(2 * size)..];
        var (v0, v1, v2) = (_values[0], _values[1], _values[2]);
        var (c0, c2) = Order == ChannelOrder.Rgb ? (0, 2) : (2, 0);
        for (var i = 0; i < size; i++)
        {
            var pixel = pixels.Slice(i * RgbImage.BytesPerPixel, RgbImage.BytesPerPixel);
            first[i] = v0[pixel[c0]];
            second[i] = v1[pixel[1]];
            third[i] = v2[pixel[c2]];
        }
    }

    private static IReadOnlyList<float> Checked(
        IReadOnlyList<float> values, int[] counts, string name, Func<float, bool> allowed, string what)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (counts.Contains(values.Count) && values.All(allowed)) return [.. values];
        var got = string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        throw new ArgumentException($"{name}: expected {string.Join(" or ", counts)} {what}, got [{got}].", name);
    }
}
