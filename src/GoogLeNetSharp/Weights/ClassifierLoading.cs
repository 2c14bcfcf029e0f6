namespace GoogLeNetSharp.Weights;

/// <summary>
/// What happens to the classifier when weights are loaded. The classifier of an <see cref="IClassifierNetwork"/> is
/// <see cref="IClassifierNetwork.Classifier"/>, of any other module its last linear layer; the last layers of auxiliary heads belong to it.
/// </summary>
public enum ClassifierLoading
{
    /// <summary>Loaded like everything else; another class count is a mismatch.</summary>
    Load,

    /// <summary>Loaded when the file has as many classes, otherwise left as it is: the rest of a network for other classes.</summary>
    LoadIfSameClasses,

    /// <summary>Left as it is, whether or not the file has one.</summary>
    Skip,
}
