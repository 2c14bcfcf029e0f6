using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Detects tensors that share memory.</summary>
internal static class Storages
{
    /// <summary>Gets the address of the tensor's memory, which is the same for all its views, or 0 for a tensor without elements.</summary>
    /// <remarks>TorchSharp provides addresses on the CPU, and on other devices only for some types. Other tensors are treated as not
    /// sharing memory.</remarks>
    public static unsafe nint AddressOf(Tensor tensor)
    {
        if (tensor.numel() == 0) return 0;
        using var first = tensor.as_strided([1], [1]);
        if (first.device_type == DeviceType.CPU) return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
        var address = first.dtype switch
        {
            ScalarType.Float32 => first.storage<float>().data_ptr(),
            ScalarType.Float64 => first.storage<double>().data_ptr(),
            _ => 0,
        };
        return address != 0 ? address : tensor.Handle;
    }

    /// <summary>Gets the size of the tensor's elements in bytes.</summary>
    public static long BytesOf(Tensor tensor) => tensor.numel() * tensor.ElementSize;
}
