namespace GoogLeNetSharp.Inspection;

/// <summary>The model's forward pass failed while it was summarised.</summary>
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

    /// <summary>The shape it was called with.</summary>
    public IReadOnlyList<long> InputShape { get; }

    /// <summary>The summary up to there: the modules that were called, and those that did not finish (without an output shape).</summary>
    public ModelSummary Partial { get; }
}
