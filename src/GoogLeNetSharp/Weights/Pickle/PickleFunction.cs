namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>The callables a state dict needs. There are no others, and none of them runs anything: each builds a description.</summary>
internal enum PickleFunction
{
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildParameter,
    RebuildParameterWithState,
}
