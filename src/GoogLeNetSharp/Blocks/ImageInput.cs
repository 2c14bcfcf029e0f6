using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// Validates the input of a block or network before native code runs: an N x C x H x W or C x H x W tensor of a floating type, with the
/// expected channels, a sufficient size, and on the device of the parameters.
/// </summary>
internal static class ImageInput
{
    /// <summary>Checks everything but the size and returns the input's shape, for modules that compute in the type of their
    /// input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="channels">Expected channels, or null for any.</param>
    /// <param name="parameter">A parameter that gives the expected device and type, or null.</param>
    /// <param name="place">Module or stage named in the error.</param>
    /// <param name="name">Argument named in the error.</param>
    public static long[] Check(Tensor input, long? channels, Tensor? parameter, string place, string name = "input")
    {
        var shape = CheckLayout(input, channels, parameter?.device, place, name);
        CheckType(input, parameter, place, name);
        return shape;
    }

    /// <summary>Checks features, N x F or F, in the same way.</summary>
    public static long[] CheckFeatures(Tensor input, long? features, Tensor? parameter, string place, string name = "input")
    {
        var shape = input.shape;
        ShapeErrors.CheckFeatures(shape, features, place, name);
        CheckNumbers(input, parameter?.device, place, name);
        CheckType(input, parameter, place, name);
        return shape;
    }

    /// <summary>Checks all but the size and the type, for modules that convert any floating type.</summary>
    public static long[] CheckLayout(Tensor input, long? channels, Device? device, string place, string name = "input")
    {
        ArgumentNullException.ThrowIfNull(input, name);
        CheckAlive(input, place, name);
        var shape = input.shape;
        ShapeErrors.CheckImage(shape, channels, place, name);
        CheckNumbers(input, device, place, name);
        return shape;
    }

    /// <summary>Throws if a tensor is disposed.</summary>
    public static void CheckAlive(Tensor input, string place, string name = "input")
    {
        if (input.IsInvalid) throw new ObjectDisposedException(name, $"{name}: the tensor is disposed, in {place}.");
    }

    /// <summary>Checks the type and device of a tensor.</summary>
    public static void CheckNumbers(Tensor input, Device? device, string place, string name = "input")
    {
        if (!input.is_floating_point())
            throw new ArgumentException($"{name}: expected a floating-point tensor, got {input.dtype}, in {place}.", name);
        if (device is not null && (input.device_type != device.type || input.device_index != device.index))
        {
            throw new ArgumentException(
                $"{name}: expected a tensor on {device}, where the parameters are, got one on {input.device}, in {place}.", name);
        }
    }

    /// <summary>Creates the message for an image of an unsupported size.</summary>
    public static ArgumentException SizeError(long[] shape, SizeRange sizes, string place, string name = "input") =>
        ShapeErrors.Size(shape, sizes, place, name);

    /// <summary>Formats a shape for messages.</summary>
    public static string Text(long[] shape) => ShapeText.Of(shape);

    // Mixed precision allows 16-bit images with float32 parameters. Any other combination is an error, as in PyTorch.
    private static bool Mixes(ScalarType input, ScalarType parameter) =>
        input == parameter || (parameter == ScalarType.Float32 && input is (ScalarType.BFloat16 or ScalarType.Float16));

    private static string Types(ScalarType parameter) =>
        parameter == ScalarType.Float32 ? $"{ScalarType.Float32}, {ScalarType.BFloat16} or {ScalarType.Float16}" : $"{parameter}";

    private static void CheckType(Tensor input, Tensor? parameter, string place, string name)
    {
        if (parameter is null || Mixes(input.dtype, parameter.dtype)) return;
        throw new ArgumentException(
            $"{name}: expected {Types(parameter.dtype)}, as the parameters are {parameter.dtype}, got {input.dtype}, in {place}.", name);
    }
}
