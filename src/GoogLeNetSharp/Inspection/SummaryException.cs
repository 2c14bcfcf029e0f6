namespace GoogLeNetSharp.Inspection;

/// <summary>The exception thrown if the forward pass of a model fails while it is summarized.</summary>
public sealed class SummaryException : Exception
{
    internal SummaryException(string message, string path, IReadOnlyList<long> inputShape, ModelSummary partial, Exception? inner)
        : base(message, inner)
    {
        Path = path;
        InputShape = inputShape;
        Partial = partial;
    }

    /// <summary>The innermost module that failed; empty for the model itself.</summary>
    public string Path { get; }

    /// <summary>The shape of its input.</summary>
    public IReadOnlyList<long> InputShape { get; }

    /// <summary>The summary up to the failure: the called modules; those that did not finish have no output shape.</summary>
    public ModelSummary Partial { get; }
}
