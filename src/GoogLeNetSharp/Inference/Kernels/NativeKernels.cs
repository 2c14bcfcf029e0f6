using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// What TorchSharp does not reach of libtorch, called through the C interface that libtorch exports for compiled models (torch/csrc/stable/c/shim.h and
/// aoti_torch): oneDNN's convolution, weights laid out once for it, and libtorch's thread pool.
/// </summary>
internal static unsafe partial class NativeKernels
{
    private const string Library = "torch_cpu";

    // The libtorch version whose conventions the calls follow: major and minor in the two highest bytes.
    private const ulong AbiVersion = (2UL << 56) | (10UL << 48);

    private static readonly string[] Exports =
    [
        nameof(aoti_torch_cpu_mkldnn__convolution_pointwise), nameof(aoti_torch_empty_strided), nameof(aoti_torch_new_tensor_handle), nameof(aoti_torch_get_data_ptr),
        nameof(torch_call_dispatcher), nameof(torch_new_list_reserve_size), nameof(torch_list_push_back), nameof(torch_parallel_for),
    ];

    /// <summary>Whether this process has them: they were tried on Linux x64 alone.</summary>
    public static bool Available { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && HasExports();

    /// <summary>Convolution and bias in one pass, then the ReLU: N x C x H x W, channels last, -> N x K x H' x W', channels last.</summary>
    /// <remarks>oneDNN could do the ReLU too, but turns a not-a-number into 0 there.</remarks>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, ConvNode node)
    {
        var window = node.Window;
        var sizes = stackalloc long[]
        {
            window.Padding.Height, window.Padding.Width, window.Stride.Height, window.Stride.Width, window.Dilation.Height, window.Dilation.Width,
        };
        var biasHandle = bias?.Handle ?? 0;
        nint result;
        fixed (byte* activation = "none"u8)
        {
            Check(aoti_torch_cpu_mkldnn__convolution_pointwise(
                input.Handle, weight.Handle, bias is null ? null : &biasHandle, sizes, 2, sizes + 2, 2, sizes + 4, 2, node.Groups, activation, null, 0, null, &result));
        }

        var output = Tensor.UnsafeCreateTensor(result);
        return node.Relu ? output.relu_() : output;
    }

    /// <summary>The weight in the layout that the kernel for this input size wants; a tensor that only <see cref="Convolve"/> can read.</summary>
    public static Tensor Pack(Tensor weight, ConvNode node, ReadOnlySpan<long> inputSize)
    {
        var window = node.Window;
        var stack = stackalloc ulong[]
        {
            Copy(weight), List(window.Padding.Height, window.Padding.Width), List(window.Stride.Height, window.Stride.Width),
            List(window.Dilation.Height, window.Dilation.Width), (ulong)node.Groups, Present(List(inputSize)),
        };
        Check(torch_call_dispatcher("mkldnn::_reorder_convolution_weight", "", stack, AbiVersion));
        return Tensor.UnsafeCreateTensor((nint)stack[0]);
    }

    /// <summary>A text that is the same for packed weights of one layout.</summary>
    public static string Layout(Tensor packed)
    {
        var stack = stackalloc ulong[] { Copy(packed) };
        Check(torch_call_dispatcher("mkldnn::_get_mkldnn_serialized_md", "", stack, AbiVersion));
        using var bytes = Tensor.UnsafeCreateTensor((nint)stack[0]);
        return Convert.ToBase64String(bytes.bytes);
    }

    /// <summary>A map N x C x H x W, channels last, with no values yet; made without the arrays and the second tensor that TorchSharp's functions need.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static Tensor EmptyMap(long images, long channels, long height, long width, ScalarType type)
    {
        var sizes = stackalloc long[] { images, channels, height, width };
        var strides = stackalloc long[] { height * width * channels, 1, width * channels, channels };
        nint result;
        var code = aoti_torch_empty_strided(4, sizes, strides, (int)type, (int)DeviceType.CPU, 0, &result);
        if (code == 0) return Tensor.UnsafeCreateTensor(result);
        throw new InsufficientMemoryException(
            $"There is no memory for a map of {images} x {channels} x {height} x {width} {type} numbers.");
    }

    /// <summary>Computes items 0 to <paramref name="items"/> on libtorch's threads, each thread a range of neighbouring ones.</summary>
    public static void ParallelFor(long items, delegate* unmanaged<long, long, void*, void> body, void* job) => Check(torch_parallel_for(0, items, 1, body, job));

    private static bool HasExports()
    {
        using (empty(0)) { }        // TorchSharp loads libtorch at its first use
        return NativeLibrary.TryLoad($"lib{Library}.so", typeof(Tensor).Assembly, null, out var handle)
            && Exports.All(name => NativeLibrary.TryGetExport(handle, name, out _));
    }

    /// <summary>The address of a tensor's first number, which does not keep the tensor from the garbage collector.</summary>
    public static byte* Data(Tensor tensor)
    {
        nint data;
        Check(aoti_torch_get_data_ptr(tensor.Handle, &data));
        return (byte*)data;
    }

    // The dispatcher takes over what it is given: a second handle, a list, or a number behind a pointer for an optional.
    private static ulong Copy(Tensor tensor)
    {
        nint copy;
        Check(aoti_torch_new_tensor_handle(tensor.Handle, &copy));
        return (ulong)copy;
    }

    private static ulong List(params ReadOnlySpan<long> values)
    {
        nint list;
        Check(torch_new_list_reserve_size((nuint)values.Length, &list));
        foreach (var value in values) Check(torch_list_push_back(list, (ulong)value));
        return (ulong)list;
    }

    private static ulong Present(ulong value)
    {
        var pointer = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *pointer = value;
        return (ulong)pointer;
    }

    private static void Check(int code, [CallerMemberName] string caller = "")
    {
        if (code != 0) throw new InvalidOperationException($"libtorch failed in {caller}; its message is on the error stream.");
    }

    [LibraryImport(Library)]
    private static partial int aoti_torch_cpu_mkldnn__convolution_pointwise(
        nint input, nint weight, nint* bias, long* padding, long paddingLength, long* stride, long strideLength, long* dilation, long dilationLength,
        long groups, byte* activation, double** scalars, long scalarsLength, byte** algorithm, nint* result);

    [LibraryImport(Library)]
    private static partial int aoti_torch_empty_strided(long rank, long* sizes, long* strides, int type, int deviceType, int deviceIndex, nint* result);

    [LibraryImport(Library)]
    private static partial int aoti_torch_new_tensor_handle(nint tensor, nint* result);

    [LibraryImport(Library)]
    private static partial int aoti_torch_get_data_ptr(nint tensor, nint* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int torch_call_dispatcher(string name, string overload, ulong* stack, ulong abiVersion);

    [LibraryImport(Library)]
    private static partial int torch_new_list_reserve_size(nuint size, nint* result);

    [LibraryImport(Library)]
    private static partial int torch_list_push_back(nint list, ulong value);

    [LibraryImport(Library)]
    private static partial int torch_parallel_for(long begin, long end, long grain, delegate* unmanaged<long, long, void*, void> body, void* context);
}
