namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>
/// Types of other objects that training scripts store beside the weights. Such an object is reduced to the name of its type: arguments and
/// state are dropped, and nothing is called.
/// </summary>
internal static class InertGlobals
{
    private static readonly string[] DataTypes =
    [
        "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64",
        "half", "float",
        "double", "complex32", "complex64", "complex128", "float8_e4m3fn", "float8_e5m2",
    ];

    /// <summary>Gets the placeholder of a global, or null if it is not one of these.</summary>
    internal static object? Find(string module, string name) => (module, name) switch
    {
        ("collections", "Counter") => new InertType("Counter"),
        ("torch", "device") => new InertType("torch.device"),
        ("torch", "Size") => new InertType("torch.Size"),
        ("torch", _) when DataTypes.Contains(name, StringComparer.Ordinal) => new InertValue("torch.dtype"),
        ("builtins" or "__builtin__", "set" or "frozenset" or "bytes" or "bytearray" or "slice" or "complex" or "range") =>
            new InertType(name),
        ("__builtin__", "xrange") => new InertType("range"),
        ("_codecs", "encode") => new InertType("bytes"),    // protocol 2's encoding of bytes
        ("numpy", "dtype") => new InertType("NumPy dtype"),
        ("numpy", "ndarray") => new InertValue("NumPy type"),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => new InertType("NumPy scalar"),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => new InertType("NumPy array"),
        _ => null,
    };
}
