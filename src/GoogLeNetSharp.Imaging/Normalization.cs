using System.Globalization;

namespace GoogLeNetSharp.Imaging;

/// <summary>The conversion of bytes to network input: value = (byte / scale - mean) / std, per channel.</summary>
/// <remarks>With three values per list, the tensor has three color channels. With one, it has one channel, the luma as in
/// <see cref="Grayscale"/>.</remarks>
public sealed class Normalization
{

    // lookup table by channel and byte, computed with the float32 arithmetic of ToTensor and Normalize
    private readonly float[][] _values;

    /// <summary>Initializes a normalization.</summary>
    /// <param name="mean">Mean of each channel after division by <paramref name="scale"/>, in the order of the tensor.</param>
    /// <param name="std">Standard deviation of each channel after division by <paramref name="scale"/>, above 0.</param>
    /// <param name="scale">Divisor of bytes, above 0: 255 for values from 0 to 1.</param>
    /// <param name="order">Order of the channels in the tensor; ignored for one channel.</param>
    /// <exception cref="ArgumentException">The lists do not have one or three values each, or a value is outside its range.</exception>
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

    /// <summary>torchvision's normalization: values from 0 to 1, minus ImageNet's mean, divided by ImageNet's standard deviation.</summary>
    public static Normalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>TensorFlow's normalization (slim, Keras mode "tf"): values from -1 to 1.</summary>
    public static Normalization Tf { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>Caffe's normalization (bvlc_googlenet): blue, green, red from 0 to 255, minus 104, 117, 123.</summary>
    public static Normalization Caffe { get; } = new([104, 117, 123], [1, 1, 1], scale: 1, ChannelOrder.Bgr);

    /// <summary>CIFAR-10's mean and standard deviation, of values from 0 to 1.</summary>
    public static Normalization Cifar10 { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>Normalization of grayscale networks: one channel, values from -1 to 1.</summary>
    public static Normalization Gray { get; } = new([0.5f], [0.5f]);

    /// <summary>Channels of the tensor: 3, or 1 for a grayscale network.</summary>
    public int Channels => Mean.Count;

    /// <summary>Mean of each channel, in the order of the tensor.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel, in the order of the tensor.</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>Divisor of bytes.</summary>
    public float Scale { get; }

    /// <summary>Order of the channels in the tensor.</summary>
    public ChannelOrder Order { get; }

    /// <summary>Writes the normalized values of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="target">Receives C x H x W in row-major order, where C is <see cref="Channels"/>.</param>
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

    /// <summary>Makes an image of numbers: the inverse of <see cref="Write"/>, rounded to bytes; numbers that no byte has become the
    /// nearest that one has.</summary>
    /// <param name="values">C x H x W in row-major order, where C is <see cref="Channels"/>.</param>
    /// <param name="width">W, 1 or more.</param>
    /// <param name="height">H, 1 or more.</param>
    /// <returns>The image; gray where there is one channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    public RgbImage ToImage(ReadOnlySpan<float> values, int width, int height)
    {
        var image = new RgbImage(width, height);
        if (values.Length != Channels * image.Count)
        {
            throw new ArgumentException(
                $"values: expected {Channels} x {height} x {width} = {Channels * image.Count} numbers, got {values.Length}.",
                nameof(values));
        }

        var pixels = image.Pixels;
        var size = width * height;
        for (var color = 0; color < 3; color++)
        {
            var channel = Channels == 1 ? 0 : Order == ChannelOrder.Rgb ? color : 2 - color;
            var plane = values.Slice(channel * size, size);
            for (var i = 0; i < size; i++)
            {
                var value = ((plane[i] * Std[channel]) + Mean[channel]) * Scale;
                pixels[(i * RgbImage.BytesPerPixel) + color] = (byte)Math.Clamp(MathF.Round(value), byte.MinValue, byte.MaxValue);
            }
        }

        return image;
    }

    /// <summary>Returns the formula for a byte x: <c>(x / 255 - [0.5, 0.5, 0.5]) / [0.5, 0.5, 0.5], Rgb</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"(x / {Scale} - {new ReadableList<float>(Mean)}) / {new ReadableList<float>(Std)}, {Order}");

    /// <summary>Throws if the normalized image exceeds the maximum length of an array.</summary>
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
