namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>The only supported callables. None executes anything; each builds a description.</summary>
internal enum PickleFunction
{
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildParameter,
    RebuildParameterWithState,
}
