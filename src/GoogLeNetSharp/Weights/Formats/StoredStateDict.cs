namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The checked header of a file: which tensors it holds and where their bytes lie. No tensor data has been read.</summary>
internal sealed record StoredStateDict(
    ByteSource Source, StateDictFormat Format, IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    internal const int MostTensors = 1_000_000;

    private static readonly string[] Wrappers = ["module.", "_orig_mod."];

    private static readonly Dictionary<string, string> NoMetadata = [];

    internal StoredStateDict(ByteSource source, StateDictFormat format, IReadOnlyList<StoredTensor> tensors)
        : this(source, format, tensors, NoMetadata)
    {
    }

    /// <summary>The state dict without what PyTorch's wrappers (DataParallel, DistributedDataParallel, torch.compile) put before every
    /// name.</summary>
    /// <param name="kept">Names in a module that may itself have such a prefix, which then stays.</param>
    internal StoredStateDict WithoutWrappers(IEnumerable<string> kept)
    {
        string prefix = WrapperPrefix(Tensors.Select(t => t.Name)), own = WrapperPrefix(kept);
        int cut = prefix.Length - own.Length;
        if (cut <= 0 || !prefix.EndsWith(own, StringComparison.Ordinal)) return this;
        return this with { Tensors = [.. Tensors.Select(t => t with { Name = t.Name[cut..] })] };
    }

    // What every name begins with, as far as it is made of wrappers' prefixes.
    private static string WrapperPrefix(IEnumerable<string> names)
    {
        string? common = null;
        foreach (string name in names)
        {
            int length = 0;
            while (Wrappers.FirstOrDefault(w => name.AsSpan(length).StartsWith(w, StringComparison.Ordinal)) is string wrapper)
            {
                if (common is not null && !common.AsSpan(length).StartsWith(wrapper, StringComparison.Ordinal)) break;
                length += wrapper.Length;
            }

            common = name[..length];
            if (length == 0) break;
        }

        return common ?? "";
    }

    internal StateDictInfo ToInfo() => new(Format, [.. Tensors.Select(t => t.ToInfo())], Metadata);
}
