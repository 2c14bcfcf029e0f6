namespace GoogLeNetSharp.Weights;

/// <summary>Options for loading weights into a module. The default is strict: names, shapes and types must agree.</summary>
public sealed record LoadWeightsOptions
{
    /// <summary>The strict default.</summary>
    public static LoadWeightsOptions Default { get; } = new();

    /// <summary>
    /// Whether keys found only in the file or only in the module are errors (the default) or are listed in the report. A different shape or
    /// type is always an error, as in PyTorch.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// The key in a PyTorch checkpoint that holds the weights, for example <c>ema</c>; null searches for the state dict under
    /// <c>state_dict</c>, <c>model_state_dict</c>, <c>model</c>, <c>net</c> or <c>state_dict_ema</c>, in that order, or takes the only one.
    /// </summary>
    public string? StateDictKey { get; init; }

    /// <summary>Maps a name in the file (without the <c>module.</c> of data-parallel training and the <c>_orig_mod.</c> of
    /// <c>torch.compile</c>) to the name in the module; null keeps names unchanged.</summary>
    public Func<string, string>? RenameKey { get; init; }

    /// <summary>
    /// Selects keys by their name in the module; null selects all. Keys for which it returns false are ignored: neither loaded nor reported
    /// as missing.
    /// </summary>
    public Func<string, bool>? KeyFilter { get; init; }

    /// <summary>How to treat the classifier.</summary>
    public ClassifierLoading Classifier { get; init; }

    /// <summary>
    /// Whether to adapt the first convolution if the module and the file have different input channels. For 1 channel, the weights are
    /// summed; otherwise they are repeated and scaled by the ratio, so that an image with equal channels gives the same output.
    /// </summary>
    public bool AdaptInputChannels { get; init; }

    /// <summary>
    /// Whether the auxiliary heads <c>aux1</c> and <c>aux2</c> may be on one side only: heads of the file are then ignored, and heads of
    /// the module keep their values.
    /// </summary>
    public bool OptionalAuxiliaryHeads { get; init; }

    /// <summary>Returns the settings in one line; for functions, whether they are set.</summary>
    public override string ToString()
    {
        return $"{nameof(LoadWeightsOptions)} {{ {nameof(Strict)} = {Strict}, {nameof(StateDictKey)} = {StateDictKey}, "
            + $"{nameof(RenameKey)} = {Set(RenameKey)}, {nameof(KeyFilter)} = {Set(KeyFilter)}, "
            + $"{nameof(Classifier)} = {Classifier}, {nameof(AdaptInputChannels)} = {AdaptInputChannels}, "
            + $"{nameof(OptionalAuxiliaryHeads)} = {OptionalAuxiliaryHeads} }}";

        static string Set(Delegate? function) => function is null ? "" : "set";
    }
}
