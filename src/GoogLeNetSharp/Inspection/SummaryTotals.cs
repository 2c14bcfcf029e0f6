namespace GoogLeNetSharp.Inspection;

/// <summary>What the whole model holds and does on the input.</summary>
public sealed record SummaryTotals
{
    /// <summary>All parameters of the model, each once: what <c>model.parameters()</c> adds up to.</summary>
    public required long Parameters { get; init; }

    /// <summary>Those of them with <c>requires_grad</c>.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>Those in modules that the run never called, such as auxiliary heads.</summary>
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

    /// <summary>Most bytes held at one time in inference, input included: measured, as the model's forward frees its tensors.</summary>
    /// <remarks>Sees what goes into and out of modules; temporaries inside a layer and workspaces of the backend are not seen.</remarks>
    public required long PeakInferenceBytes { get; init; }

    /// <summary>Bytes held at the end of a forward pass in training, input included: estimated, every tensor made is kept.</summary>
    /// <remarks>The sum of <see cref="SummaryCost.ActivationBytes"/>. Without parameters, gradients, optimizer state and dropout
    /// masks.</remarks>
    public required long PeakTrainingBytes { get; init; }

    /// <summary>Images in the input, or null where it has no batch dimension.</summary>
    public required long? BatchSize { get; init; }

    /// <summary>Images that were run; shapes, multiply-adds and bytes are scaled from them to <see cref="BatchSize"/>.</summary>
    public required long? MeasuredBatchSize { get; init; }

    /// <summary>Whether shapes, multiply-adds and bytes are scaled from a run with one image.</summary>
    public bool IsScaled => BatchSize != MeasuredBatchSize;
}
