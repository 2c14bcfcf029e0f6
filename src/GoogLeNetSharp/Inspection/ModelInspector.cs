using System.Runtime.InteropServices;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Runs a model once with recording, and restores its state.</summary>
internal static class ModelInspector
{
    /// <summary>Inspects a model on an input of zeros.</summary>
    public static ModelSummary ForShape(nn.Module<Tensor, Tensor> model, Func<Tensor, object> forward, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape, "inputShape");
        if (shape.Length == 0 || shape.Any(size => size < 1))
        {
            throw new ArgumentException(
                $"inputShape: expected one number or more, each 1 or more, got {ImageInput.Text(shape)}, for {model.GetType().Name}.",
                "inputShape");
        }

        var parameter = model.parameters().Concat(model.buffers()).FirstOrDefault(tensor => tensor.is_floating_point());
        var (type, device) = (parameter?.dtype ?? ScalarType.Float32, parameter?.device ?? CPU);
        return Inspect(model, forward, shape, batch => zeros([batch ?? shape[0], .. shape[1..]], type, device));
    }

    /// <summary>Inspects a model on an example.</summary>
    public static ModelSummary ForExample(nn.Module<Tensor, Tensor> model, Func<Tensor, object> forward, Tensor example)
    {
        ObjectDisposedException.ThrowIf(example.IsInvalid, example);
        if (example.numel() == 0)
        {
            throw new ArgumentException(
                $"example: expected a tensor with elements, got {ImageInput.Text(example.shape)}, for {model.GetType().Name}.",
                nameof(example));
        }

        return Inspect(model, forward, example.shape, batch => batch is null ? example.alias() : example.narrow(0, 0, batch.Value));
    }

    private static ModelSummary Inspect(nn.Module<Tensor, Tensor> model, Func<Tensor, object> forward, long[] shape,
        Func<long?, Tensor> makeInput)
    {
        ConvolutionCheck.Ensure();
        var batch = BatchRule.BatchOf(shape, model.modules().Prepend(model));
        using var noGrad = no_grad();
        using var state = new ModelState(ModuleNode.Tree(model));
        return (batch > 1 ? RunOneImage(model, forward, makeInput, batch.Value) : null) ?? Run(model, forward, makeInput, batch);
    }

    /// <summary>Runs one image and scales the result to the batch; returns null if the result does not scale.</summary>
    private static ModelSummary? RunOneImage(nn.Module<Tensor, Tensor> model, Func<Tensor, object> forward, Func<long?, Tensor> makeInput,
        long batch)
    {
        var root = ModuleNode.Tree(model);
        using var scope = NewDisposeScope();
        using var recorder = new ForwardRecorder(root);
        using var input = makeInput(1);
        recorder.AddInput(input);
        try
        {
            forward(input);
        }
        catch (Exception)
        {
            return null;        // the whole batch may work, or it reports its own error
        }

        return recorder.AllLedBy(1) ? new SummaryBuilder(root, input, recorder.PeakBytes, batch, measuredBatch: 1).Build() : null;
    }

    private static ModelSummary Run(nn.Module<Tensor, Tensor> model, Func<Tensor, object> forward, Func<long?, Tensor> makeInput,
        long? batch)
    {
        var root = ModuleNode.Tree(model);
        using var scope = NewDisposeScope();
        using var recorder = new ForwardRecorder(root);
        using var input = makeInput(null);
        recorder.AddInput(input);
        try
        {
            forward(input);
        }
        catch (Exception error)
        {
            throw Failure(root, input, recorder, batch, error);
        }

        return new SummaryBuilder(root, input, recorder.PeakBytes, batch, batch).Build();
    }

    private static SummaryException Failure(ModuleNode root, Tensor input, ForwardRecorder recorder, long? batch, Exception error)
    {
        var failed = recorder.CloseFailed();
        var (node, shape) = failed.Count > 0 ? failed[^1] : (root, input.shape);
        var partial = new SummaryBuilder(root, input, recorder.PeakBytes, batch, batch) { CalledOnly = true }.Build();
        var reason = error.Message.Split('\n', 2)[0].Trim();        // native messages end with a native stack trace
        var table = partial.ToString(new SummaryTextOptions
        {
            Columns = [SummaryColumn.Layer, SummaryColumn.Type, SummaryColumn.Input, SummaryColumn.Output],
            Parts = SummaryParts.Layers,
            Width = SummaryTextOptions.Unlimited,
        });
        return new SummaryException(
            $"{node.Place} failed on input {ImageInput.Text([.. shape])}: {reason}\n\nUp to there:\n{table}",
            node.Path, shape, partial, error is ExternalException ? null : error);
    }
}
