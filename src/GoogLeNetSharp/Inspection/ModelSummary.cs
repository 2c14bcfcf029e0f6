using GoogLeNetSharp.Inspection.Drawing;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>What a model is made of and what it does to an input: shapes, parameters, multiply-adds and memory, module by module.</summary>
/// <remarks>
/// <para>Made from one forward pass without gradient, in evaluation mode, watched through hooks; the model is afterwards as it was: the
/// mode of each module, batch-norm statistics, gradients, hooks and the random number generator. Don't call the model from another thread
/// meanwhile.</para>
/// <para>For a batch of several images one is run, and what grows with the batch is scaled; <see cref="SummaryTotals.IsScaled"/> says so. A
/// model in which something does not grow with the batch is run with the whole batch.</para>
/// <para>Multiply-adds count convolutions, transposed convolutions, Linear and Bilinear, for the whole batch and without biases; all other
/// layers count 0. Auxiliary heads of a <see cref="GoogLeNet"/> are listed with their parameters but run by
/// <see cref="CreateWithAuxiliary"/> only, as <c>call</c> does not run them.</para>
/// </remarks>
public sealed class ModelSummary
{
    internal ModelSummary()
    {
    }

    /// <summary>CLR type of the model.</summary>
    public required string ModelType { get; init; }

    /// <summary>Shape of the input.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    /// <summary>Type of the input's elements.</summary>
    public required ScalarType InputType { get; init; }

    /// <summary>Where the model ran, for example <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>All modules, each before those below it, siblings in the order of their first calls; the first row is the model.</summary>
    public required IReadOnlyList<SummaryRow> Rows { get; init; }

    /// <summary>The sums.</summary>
    public required SummaryTotals Totals { get; init; }

    /// <summary>
    /// The rows of the model's stages, in order: its children that were called, without auxiliary heads. A model without children is its
    /// own only stage.
    /// </summary>
    public required IReadOnlyList<SummaryRow> Stages { get; init; }

    /// <summary>The Inception modules with their branches, in order.</summary>
    public required IReadOnlyList<InceptionView> InceptionModules { get; init; }

    /// <summary>What the model's owner may not have meant; empty when there is nothing.</summary>
    public required IReadOnlyList<ModelWarning> Warnings { get; init; }

    /// <summary>How blocks join the modules that they call, by path; for drawings.</summary>
    internal IReadOnlyDictionary<string, BlockFlow> Flows { get; init; } = new Dictionary<string, BlockFlow>();

    /// <summary>Summarises a model for an input of zeros of a shape, in the type and on the device of the model's first
    /// parameter.</summary>
    /// <param name="model">A model made of TorchSharp's layers, of ours, or of your own; in training or evaluation mode.</param>
    /// <param name="inputShape">Shape of the input, for example 32, 3, 224, 224, or 3, 224, 224 where the model takes an image without
    /// batch.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputShape"/> is empty or has a number below 1.</exception>
    /// <exception cref="SummaryException">The model's forward pass failed.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static ModelSummary Create(nn.Module<Tensor, Tensor> model, params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelInspector.ForShape(model, model.call, inputShape);
    }

    /// <summary>Summarises a model for an input like an example: indices, another type than the weights', or another device.</summary>
    /// <param name="model">A model made of TorchSharp's layers, of ours, or of your own; in training or evaluation mode.</param>
    /// <param name="example">The example; its values matter only if the model looks at them.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="example"/> has no elements.</exception>
    /// <exception cref="SummaryException">The model's forward pass failed.</exception>
    /// <exception cref="ObjectDisposedException">The model or the example is disposed.</exception>
    public static ModelSummary Create(nn.Module<Tensor, Tensor> model, Tensor example)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(example);
        return ModelInspector.ForExample(model, model.call, example);
    }

    /// <summary>Summarises a network with its auxiliary heads running: <see cref="IHasAuxiliaryHeads.ForwardWithHeads"/>, as training
    /// does.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="model">A network with auxiliary heads.</param>
    /// <param name="inputShape">Shape of the input, N x C x H x W or C x H x W.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputShape"/> is empty or has a number below 1.</exception>
    /// <exception cref="InvalidOperationException">The model has no auxiliary heads.</exception>
    /// <exception cref="SummaryException">The model's forward pass failed.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static ModelSummary CreateWithAuxiliary<TNetwork>(TNetwork model, params long[] inputShape)
        where TNetwork : nn.Module<Tensor, Tensor>, IHasAuxiliaryHeads
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.AuxiliaryHeads.Count == 0)
            throw new InvalidOperationException($"This {typeof(TNetwork).Name} has no auxiliary heads: use Create.");
        return ModelInspector.ForShape(model, model.ForwardWithHeads, inputShape);
    }

    /// <summary>The row of a module.</summary>
    /// <param name="path">Its path; empty for the model.</param>
    /// <exception cref="ArgumentException">There is no such module.</exception>
    public SummaryRow Row(string path) => Rows.FirstOrDefault(row => row.Path == path)
        ?? throw new ArgumentException($"path: there is no module \"{path}\" in {ModelType}.", nameof(path));

    /// <summary>The layer table, the totals and the warnings as text.</summary>
    public override string ToString() => ToString(new SummaryTextOptions());

    /// <summary>The summary as text.</summary>
    /// <param name="options">What to show, and how wide.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToString(SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SummaryDocument(this, options).Write(new PlainTextWriter(options.ActualWidth()));
    }

    /// <summary>The layer table, the totals and the warnings as Markdown.</summary>
    public string ToMarkdown() => ToMarkdown(new SummaryTextOptions());

    /// <summary>The summary as Markdown.</summary>
    /// <param name="options">What to show; its width does not matter.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToMarkdown(SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SummaryDocument(this, options).Write(new MarkdownWriter());
    }

    /// <summary>All of the summary as JSON; the schema is in docs/summary.md.</summary>
    public string ToJson() => SummaryJson.Write(this);

    /// <summary>
    /// All of the summary as one self-contained HTML page, without network access: the network as a diagram, bars per stage, warnings and a
    /// sortable layer table.
    /// </summary>
    public string ToHtml() => SummaryPage.Write(this);

    /// <summary>The network as a drawing from top to bottom: see <see cref="ToSvg(SummarySvgOptions)"/>.</summary>
    public string ToSvg() => ToSvg(new SummarySvgOptions());

    /// <summary>
    /// The network as a drawing for papers and slides, one <c>svg</c> element with its colours and fonts inside: steps as boxes, branches
    /// side by side, residuals as lines to their sum, auxiliary heads beside the stages that they read.
    /// </summary>
    /// <param name="options">Which way it runs, and for a place of what form.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToSvg(SummarySvgOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SummaryFigure.Write(this, options);
    }
}
