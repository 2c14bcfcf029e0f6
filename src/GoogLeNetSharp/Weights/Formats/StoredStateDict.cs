namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The validated header of a file: its tensors and the locations of their bytes. No tensor data has been read.</summary>
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

    /// <summary>Returns the state dict without the name prefixes of PyTorch's wrappers (DataParallel, DistributedDataParallel,
    /// torch.compile).</summary>
    /// <param name="kept">Names in a module. A prefix that the module itself has is kept.</param>
    internal StoredStateDict WithoutWrappers(IEnumerable<string> kept)
    {
        string prefix = WrapperPrefix(Tensors.Select(t => t.Name)), own = WrapperPrefix(kept);
        int cut = prefix.Length - own.Length;
        if (cut <= 0 || !prefix.EndsWith(own, StringComparison.Ordinal)) return this;
        return this with { Tensors = [.. Tensors.Select(t => t with { Name = t.Name[cut..] })] };
    }

    // the common prefix of all names, as far as it consists of wrapper prefixes
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
