namespace GoogLeNetSharp.Weights;

/// <summary>
/// Determines how <c>LoadWeights</c> treats the classifier: <see cref="IClassifierNetwork.Classifier"/> of an
/// <see cref="IClassifierNetwork"/>, or the last linear layer of any other module, together with the last layers of auxiliary heads.
/// </summary>
public enum ClassifierLoading
{
    /// <summary>The classifier is loaded like every other layer; a different number of classes is a mismatch.</summary>
    Load,

    /// <summary>The classifier is loaded if the number of classes agrees, and otherwise keeps its values. For transfer to other
    /// classes.</summary>
    LoadIfSameClasses,

    /// <summary>The classifier keeps its values, whether or not the file has one.</summary>
    Skip,
}
