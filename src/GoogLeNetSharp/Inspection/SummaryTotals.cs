namespace GoogLeNetSharp.Inspection;

/// <summary>The totals of a model for an input.</summary>
public sealed record SummaryTotals
{
    /// <summary>Number of parameters, each counted once, equal to the sum over <c>model.parameters()</c>.</summary>
    public required long Parameters { get; init; }

    /// <summary>Number of parameters with <c>requires_grad</c>.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>Number of parameters in modules that were not called, such as auxiliary heads.</summary>
    public required long UncalledParameters { get; init; }

    /// <summary>Bytes of all parameters.</summary>
    public required long ParameterBytes { get; init; }

    /// <summary>Number of buffer elements, such as batch-norm statistics.</summary>
    public required long Buffers { get; init; }

    /// <summary>Multiply-adds of the run for the whole batch; biases are not counted.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Multiply-adds for one image of the batch.</summary>
    public required long MultiplyAddsPerImage { get; init; }

    /// <summary>Bytes of the input.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Peak memory of inference in bytes, including the input. Measured.</summary>
    /// <remarks>Includes module inputs and outputs; excludes temporaries inside layers and workspaces of the backend.</remarks>
    public required long PeakInferenceBytes { get; init; }

    /// <summary>Memory at the end of a forward pass in training in bytes, including the input. Estimated from all activations.</summary>
    /// <remarks>The sum of <see cref="SummaryCost.ActivationBytes"/>. Excludes parameters, gradients, optimizer state and dropout
    /// masks.</remarks>
    public required long PeakTrainingBytes { get; init; }

    /// <summary>Number of images in the input, or null if it has no batch axis.</summary>
    public required long? BatchSize { get; init; }

    /// <summary>Number of images that were run. Shapes, multiply-adds and bytes are scaled from it to <see cref="BatchSize"/>.</summary>
    public required long? MeasuredBatchSize { get; init; }

    /// <summary>Whether shapes, multiply-adds and bytes are scaled from a run with one image.</summary>
    public bool IsScaled => BatchSize != MeasuredBatchSize;
}
