namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The checked header of a file: which tensors it holds and where their bytes lie. No tensor data has been read.</summary>
internal sealed record StoredStateDict(
    ByteSource Source, StateDictFormat Format, IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const string ParallelPrefix = "module.";

    private static readonly Dictionary<string, string> NoMetadata = [];

    internal StoredStateDict(ByteSource source, StateDictFormat format, IReadOnlyList<StoredTensor> tensors)
        : this(source, format, tensors, NoMetadata)
    {
    }

    /// <summary>Whether every name has the prefix that PyTorch's DataParallel and DistributedDataParallel put before it.</summary>
    internal static bool HasParallelPrefix(IEnumerable<string> names) =>
        names.Any() && names.All(n => n.StartsWith(ParallelPrefix, StringComparison.Ordinal));

    internal StoredStateDict WithoutParallelPrefix() => HasParallelPrefix(Tensors.Select(t => t.Name))
        ? this with { Tensors = [.. Tensors.Select(t => t with { Name = t.Name[ParallelPrefix.Length..] })] }
        : this;

    internal StateDictInfo ToInfo() => new(Format, [.. Tensors.Select(t => t.ToInfo())], Metadata);
}
