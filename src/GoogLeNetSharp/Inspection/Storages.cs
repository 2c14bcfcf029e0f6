using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Tells tensors that share memory from those that do not.</summary>
internal static class Storages
{
    /// <summary>The address of the tensor's memory, the same for all views of it; 0 for a tensor without elements.</summary>
    /// <remarks>TorchSharp gives addresses on the CPU, and elsewhere for some types only; any other tensor counts as memory of its
    /// own.</remarks>
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

    /// <summary>Bytes of the tensor's elements.</summary>
    public static long BytesOf(Tensor tensor) => tensor.numel() * tensor.ElementSize;
}
