using System.Globalization;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// What a block or a network asks of its input, checked before native code sees it: an N x C x H x W or C x H x W tensor of a floating
/// type, with the right channels, of a sufficient size, on the device of the parameters.
/// </summary>
internal static class ImageInput
{
    /// <summary>Checks everything but the size and returns the input's shape, for a place that computes in its input's type.</summary>
    /// <param name="input">The tensor that came.</param>
    /// <param name="channels">The channels the place takes, or null for any.</param>
    /// <param name="parameter">A parameter of the place, for its device and type, or null where it has none.</param>
    /// <param name="place">Where it came, as the message names it.</param>
    /// <param name="name">The argument, as the message names it.</param>
    public static long[] Check(Tensor input, long? channels, Tensor? parameter, string place, string name = "input")
    {
        var shape = CheckLayout(input, channels, parameter?.device, place, name);
        CheckType(input, parameter, place, name);
        return shape;
    }

    /// <summary>The same for features, N x F or F.</summary>
    public static long[] CheckFeatures(Tensor input, long? features, Tensor? parameter, string place, string name = "input")
    {
        var shape = input.shape;
        if (shape.Length is not (1 or 2) || (features is { } count && shape[^1] != count))
            throw new ArgumentException($"{name}: expected {Layout(features, rank: 1)}, got {Text(shape)}, in {place}.", name);
        CheckNumbers(input, parameter?.device, place, name);
        CheckType(input, parameter, place, name);
        return shape;
    }

    /// <summary>Checks all but the size and the type, for a place that converts any floating type.</summary>
    public static long[] CheckLayout(Tensor input, long? channels, Device? device, string place, string name = "input")
    {
        ArgumentNullException.ThrowIfNull(input, name);
        CheckAlive(input, place, name);
        var shape = input.shape;
        if (shape.Length is not (3 or 4))
            throw new ArgumentException($"{name}: expected {Layout(channels)}, got {Text(shape)} ({shape.Length} dimensions), in {place}.", name);
        if (channels is { } count && shape[^3] != count)
            throw new ArgumentException($"{name}: expected {channels} channels ({Layout(channels)}), got {shape[^3]} in {Text(shape)}, in {place}.", name);
        CheckNumbers(input, device, place, name);
        return shape;
    }

    /// <summary>Refuses a tensor that is disposed.</summary>
    public static void CheckAlive(Tensor input, string place, string name = "input")
    {
        if (input.IsInvalid) throw new ObjectDisposedException(name, $"{name}: the tensor is disposed, in {place}.");
    }

    /// <summary>The shapes that a place takes: maps of rank 3, features of rank 1, each with or without batch.</summary>
    public static string Layout(long? channels, int rank = 3)
    {
        var one = rank == 3 ? $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "C"} x H x W" : $"{channels?.ToString(CultureInfo.InvariantCulture) ?? "F"}";
        return $"N x {one} or {one}";
    }

    /// <summary>The message for an image of a size that does not fit.</summary>
    public static ArgumentException SizeError(long[] shape, SizeRange sizes, string place, string name = "input")
    {
        var (smallest, largest) = sizes;
        var upTo = largest is null ? "" : $" and at most {largest} x {largest}";
        return new ArgumentException(
            $"{name}: expected an image of at least {smallest} x {smallest}{upTo} (H x W), got {shape[^2]} x {shape[^1]} in {Text(shape)}, in {place}.", name);
    }

    /// <summary>A shape as messages show it.</summary>
    public static string Text(long[] shape) => $"shape [{string.Join(", ", shape)}]";

    // Mixed precision: 16-bit images meet float32 parameters. Any other mixture is a mistake, as in PyTorch.
    private static bool Mixes(ScalarType input, ScalarType parameter) =>
        input == parameter || (parameter == ScalarType.Float32 && input is (ScalarType.BFloat16 or ScalarType.Float16));

    private static string Types(ScalarType parameter) =>
        parameter == ScalarType.Float32 ? $"{ScalarType.Float32}, {ScalarType.BFloat16} or {ScalarType.Float16}" : $"{parameter}";

    private static void CheckNumbers(Tensor input, Device? device, string place, string name)
    {
        if (!input.is_floating_point())
            throw new ArgumentException($"{name}: expected a floating-point tensor, got {input.dtype}, in {place}.", name);
        if (device is not null && (input.device_type != device.type || input.device_index != device.index))
            throw new ArgumentException($"{name}: expected a tensor on {device}, where the parameters are, got one on {input.device}, in {place}.", name);
    }

    private static void CheckType(Tensor input, Tensor? parameter, string place, string name)
    {
        if (parameter is null || Mixes(input.dtype, parameter.dtype)) return;
        throw new ArgumentException($"{name}: expected {Types(parameter.dtype)}, as the parameters are {parameter.dtype}, got {input.dtype}, in {place}.", name);
    }
}
