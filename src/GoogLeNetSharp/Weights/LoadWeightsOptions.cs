namespace GoogLeNetSharp.Weights;

/// <summary>How weights are loaded into a module. The default is strict: names, shapes and types must agree on both sides.</summary>
public sealed record LoadWeightsOptions
{
    /// <summary>The strict default.</summary>
    public static LoadWeightsOptions Default { get; } = new();

    /// <summary>
    /// Whether a key that only the file or only the module has is an error (the default) or goes into the report. A key of another shape or
    /// type is an error in both cases, as in PyTorch.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// The key in a PyTorch checkpoint that holds the weights, for example <c>ema</c>; null finds the state dict by itself, under
    /// <c>state_dict</c>,
    /// <c>model_state_dict</c>, <c>model</c>, <c>net</c> or <c>state_dict_ema</c>, in that order, or where there is only one.
    /// </summary>
    public string? StateDictKey { get; init; }

    /// <summary>From a name in the file (without the <c>module.</c> of data-parallel training and the <c>_orig_mod.</c> of
    /// <c>torch.compile</c>) to the name in the module; null leaves names as they are.</summary>
    public Func<string, string>? RenameKey { get; init; }

    /// <summary>
    /// Which keys take part, by their name in the module; null takes all. Keys it returns false for are left alone on both sides: neither
    /// loaded nor missed.
    /// </summary>
    public Func<string, bool>? KeyFilter { get; init; }

    /// <summary>What happens to the classifier.</summary>
    public ClassifierLoading Classifier { get; init; }

    /// <summary>
    /// Whether the first convolution is adapted when the module has other input channels than the file: to 1 channel the weights are
    /// summed, to other counts they are repeated and scaled by the ratio, so that an image with the same content in every channel gives the
    /// same output.
    /// </summary>
    public bool AdaptInputChannels { get; init; }

    /// <summary>
    /// Whether the auxiliary heads <c>aux1</c> and <c>aux2</c> may be on one side only: those of the file are then left out, those of the
    /// module keep their values.
    /// </summary>
    public bool OptionalAuxiliaryHeads { get; init; }

    /// <summary>The settings in one line; of a function, whether it is set.</summary>
    public override string ToString()
    {
        return $"{nameof(LoadWeightsOptions)} {{ {nameof(Strict)} = {Strict}, {nameof(StateDictKey)} = {StateDictKey}, "
            + $"{nameof(RenameKey)} = {Set(RenameKey)}, {nameof(KeyFilter)} = {Set(KeyFilter)}, "
            + $"{nameof(Classifier)} = {Classifier}, {nameof(AdaptInputChannels)} = {AdaptInputChannels}, "
            + $"{nameof(OptionalAuxiliaryHeads)} = {OptionalAuxiliaryHeads} }}";

        static string Set(Delegate? function) => function is null ? "" : "set";
    }
}
