using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// What TorchSharp does not reach of libtorch, called through the C interface that libtorch exports for compiled models (torch/csrc/stable/c/shim.h and
/// aoti_torch): convolution and ReLU in one oneDNN kernel, weights laid out once for it, and libtorch's thread pool.
/// </summary>
internal static unsafe partial class NativeKernels
{
    private const string Library = "torch_cpu";

    // The libtorch version whose conventions the calls follow: major and minor in the two highest bytes.
    private const ulong AbiVersion = (2UL << 56) | (10UL << 48);

    private static readonly string[] Exports =
    [
        nameof(aoti_torch_cpu_mkldnn__convolution_pointwise), nameof(aoti_torch_new_tensor_handle), nameof(aoti_torch_get_data_ptr),
        nameof(torch_call_dispatcher), nameof(torch_new_list_reserve_size), nameof(torch_list_push_back), nameof(torch_parallel_for),
    ];

    /// <summary>Whether this process has them: they were tried on Linux x64 alone.</summary>
    public static bool Available { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && HasExports();

    /// <summary>Convolution, bias and ReLU in one pass: N x C x H x W, channels last, -> N x K x H' x W', channels last.</summary>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, ConvNode node)
    {
        var window = node.Window;
        var sizes = stackalloc long[]
        {
            window.Padding.Height, window.Padding.Width, window.Stride.Height, window.Stride.Width, window.Dilation.Height, window.Dilation.Width,
        };
        var biasHandle = bias?.Handle ?? 0;
        nint result;
        fixed (byte* activation = node.Relu ? "relu"u8 : "none"u8)
        {
            Check(aoti_torch_cpu_mkldnn__convolution_pointwise(
                input.Handle, weight.Handle, bias is null ? null : &biasHandle, sizes, 2, sizes + 2, 2, sizes + 4, 2, node.Groups, activation, null, 0, null, &result));
        }

        return Tensor.UnsafeCreateTensor(result);
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

    /// <summary>Max pool without indices: N x C x H x W, channels last, -> N x C x H' x W', channels last.</summary>
    public static Tensor MaxPool(Tensor input, Window2d window)
    {
        var (images, channels) = (input.size(0), input.size(1));
        var (height, width) = window.Positions(input.size(2), input.size(3));
        using var storage = empty([images, height, width, channels], dtype: input.dtype);
        var output = storage.permute(0, 3, 1, 2);
        var job = new MaxPoolKernel.Job
        {
            Input = (byte*)Data(input),
            Output = (byte*)Data(output),
            InputHeight = input.size(2),
            InputWidth = input.size(3),
            OutputHeight = height,
            OutputWidth = width,
            Channels = channels,
            KernelSize = window.KernelSize,
            Stride = window.Stride,
            Padding = window.Padding,
            BFloat16 = input.dtype == ScalarType.BFloat16,
        };
        Check(torch_parallel_for(0, images * height, 1, &PoolRows, &job));
        return output;
    }

    [UnmanagedCallersOnly]
    private static void PoolRows(long from, long to, void* job) => MaxPoolKernel.Rows(in Unsafe.AsRef<MaxPoolKernel.Job>(job), from, to);

    private static bool HasExports()
    {
        using (empty(0)) { }        // TorchSharp loads libtorch at its first use
        return NativeLibrary.TryLoad($"lib{Library}.so", typeof(Tensor).Assembly, null, out var handle)
            && Exports.All(name => NativeLibrary.TryGetExport(handle, name, out _));
    }

    private static nint Data(Tensor tensor)
    {
        nint data;
        Check(aoti_torch_get_data_ptr(tensor.Handle, &data));
        return data;
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
