using GoogLeNetSharp.Inspection.Drawing;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>A summary of a model for an input: shapes, parameters, multiply-adds and memory, module by module.</summary>
/// <remarks>
/// <para>Created from one forward pass without gradient, in evaluation mode, recorded by hooks. Afterwards the model has its previous
/// state: module modes, batch-norm statistics, gradients, hooks and the random number generator. Don't call the model from another thread
/// at the same time.</para>
/// <para>For a batch of several images, one image is run and the result is scaled; see <see cref="SummaryTotals.IsScaled"/>. If a tensor of
/// the model does not scale with the batch, the whole batch is run.</para>
/// <para>Multiply-adds count convolutions, transposed convolutions, Linear and Bilinear, for the whole batch and without biases; all other
/// layers count 0. Auxiliary heads of a <see cref="GoogLeNet"/> are listed with their parameters but only run by
/// <see cref="CreateWithAuxiliary"/>, because <c>call</c> does not run them.</para>
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

    /// <summary>Device of the model, for example <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>All modules: parents before children, siblings in the order of their first calls. The first row is the model.</summary>
    public required IReadOnlyList<SummaryRow> Rows { get; init; }

    /// <summary>The totals.</summary>
    public required SummaryTotals Totals { get; init; }

    /// <summary>
    /// The rows of the model's stages, in order: the called children, without auxiliary heads. A model without children is its only stage.
    /// </summary>
    public required IReadOnlyList<SummaryRow> Stages { get; init; }

    /// <summary>The Inception modules with their branches, in order.</summary>
    public required IReadOnlyList<InceptionView> InceptionModules { get; init; }

    /// <summary>Possible mistakes in the model; empty if there are none.</summary>
    public required IReadOnlyList<ModelWarning> Warnings { get; init; }

    /// <summary>Data flow of the blocks, by path, for drawings.</summary>
    internal IReadOnlyDictionary<string, BlockFlow> Flows { get; init; } = new Dictionary<string, BlockFlow>();

    /// <summary>Summarizes a model for an input of zeros, with the type and device of the model's first parameter.</summary>
    /// <param name="model">A model of any modules, in training or evaluation mode.</param>
    /// <param name="inputShape">Shape of the input, for example 32, 3, 224, 224, or 3, 224, 224 for a model that accepts an image without
    /// batch axis.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputShape"/> is empty or contains a number below 1.</exception>
    /// <exception cref="SummaryException">The model's forward pass failed.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static ModelSummary Create(nn.Module<Tensor, Tensor> model, params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelInspector.ForShape(model, model.call, inputShape);
    }

    /// <summary>Summarizes a model for an example input, for example indices, or an input whose type or device differs from the
    /// weights.</summary>
    /// <param name="model">A model of any modules, in training or evaluation mode.</param>
    /// <param name="example">The example. Its values matter only if the model depends on them.</param>
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

    /// <summary>Summarizes a network including its auxiliary heads: <see cref="IHasAuxiliaryHeads.ForwardWithHeads"/>, as in
    /// training.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="model">A network with auxiliary heads.</param>
    /// <param name="inputShape">Shape of the input, N x C x H x W or C x H x W.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputShape"/> is empty or contains a number below 1.</exception>
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

    /// <summary>Gets the row of a module.</summary>
    /// <param name="path">Path of the module; empty for the model.</param>
    /// <exception cref="ArgumentException">The model has no such module.</exception>
    public SummaryRow Row(string path) => Rows.FirstOrDefault(row => row.Path == path)
        ?? throw new ArgumentException($"path: there is no module \"{path}\" in {ModelType}.", nameof(path));

    /// <summary>Returns the layer table, the totals and the warnings as text.</summary>
    public override string ToString() => ToString(new SummaryTextOptions());

    /// <summary>Returns the summary as text.</summary>
    /// <param name="options">Content and width.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToString(SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SummaryDocument(this, options).Write(new PlainTextWriter(options.ActualWidth()));
    }

    /// <summary>Returns the layer table, the totals and the warnings as Markdown.</summary>
    public string ToMarkdown() => ToMarkdown(new SummaryTextOptions());

    /// <summary>Returns the summary as Markdown.</summary>
    /// <param name="options">Content; the width is ignored.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToMarkdown(SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SummaryDocument(this, options).Write(new MarkdownWriter());
    }

    /// <summary>Returns the complete summary as JSON; docs/summary.md documents the schema.</summary>
    public string ToJson() => SummaryJson.Write(this);

    /// <summary>
    /// Returns the complete summary as a self-contained HTML page: a diagram of the network, bars per stage, warnings and a sortable layer
    /// table.
    /// </summary>
    public string ToHtml() => SummaryPage.Write(this);

    /// <summary>Draws the network from top to bottom; see <see cref="ToSvg(SummarySvgOptions)"/>.</summary>
    public string ToSvg() => ToSvg(new SummarySvgOptions());

    /// <summary>
    /// Draws the network for papers and slides, as one <c>svg</c> element that includes colors and fonts. Steps are boxes, branches are
    /// drawn in parallel, residuals are lines to their sum, and auxiliary heads are drawn beside their input stages.
    /// </summary>
    /// <param name="options">Orientation and aspect ratio.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public string ToSvg(SummarySvgOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SummaryFigure.Write(this, options);
    }
}
