using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>The copy of one tensor of a file to one tensor of the module. All copies are validated before the first is made.</summary>
internal sealed record LoadStep(StoredTensor Stored, Tensor Target, bool AdaptsChannels)
{
    /// <summary>Whether bytes are read directly from the file into the module, because both have the same elements in the same
    /// order.</summary>
    internal bool IsDirect { get; } = Stored.IsContiguous && Stored.Element.Type == Target.dtype && !AdaptsChannels
        && Target.device_type == DeviceType.CPU && Target.is_contiguous();

    /// <summary>Memory of the target of a direct step.</summary>
    internal (nint Start, nint Length) TargetMemory()
    {
        if (Stored.ByteCount <= int.MaxValue) return (Address(Target), (nint)Stored.ByteCount);
        using Tensor detached = Target.detach();
        using Tensor flat = detached.view(-1);
        using Tensor first = flat.narrow(0, 0, 1);  // a span holds at most 2 GB
        return (Address(first), (nint)Stored.ByteCount);
    }

    /// <summary>Throws if the time or memory needed is out of proportion to the file.</summary>
    internal void Check(ByteSource source)
    {
        string place = "tensor " + InvalidFile.Quote(Stored.Name);
        if (Stored.Overlaps)
        {
            throw InvalidFile.At(source.Name, place,
                $"shape {InvalidFile.Shape(Stored.Shape)} has strides that overlap: {InvalidFile.Shape(Stored.Strides)}");
        }

        if (!AdaptsChannels) return;
        if (Stored.ByteCount > Stored.Storage.Length)
        {
            throw InvalidFile.At(source.Name, place,
                $"{Stored.ByteCount} bytes seen through strides of 0 in a storage of {Stored.Storage.Length} are not adapted");
        }

        source.CheckFits(place, Stored.ByteCount + ((Int128)Stored.ElementCount * sizeof(double)));
    }

    internal void Run(ByteSource source)
    {
        if (IsDirect)
        {
            TensorMemory.Fill(Target, source, Stored.Storage, Stored.ByteOffset);
            return;
        }

        using Tensor loaded = TensorMemory.Load(source, Stored);
        if (!AdaptsChannels)
        {
            Target.copy_(loaded);
            return;
        }

        using Tensor adapted = Adapt(loaded, Target.shape[1]);
        Target.copy_(adapted);
    }

    internal static string Describe(long from, long to) => to == 1
        ? FormattableString.Invariant($"{from} input channels to 1: summed")
        : FormattableString.Invariant($"{from} input channels to {to}: repeated and scaled by {from}/{to}");

    private static unsafe nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    // OutChannels x from x KH x KW -> OutChannels x to x KH x KW
    private static Tensor Adapt(Tensor weight, long to)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = weight.to(ScalarType.Float64);
        long from = weight.shape[1];
        if (to == 1) return wide.sum(1, keepdim: true).MoveToOuterDisposeScope();
        long copies = (to + from - 1) / from;
        return wide.repeat(1, copies, 1, 1).narrow(1, 0, to).mul((double)from / to).MoveToOuterDisposeScope();
    }
}
