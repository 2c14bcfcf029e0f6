using GoogLeNetSharp.Inspection.Drawing;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Builds a summary from the tree of a run.</summary>
internal sealed class SummaryBuilder(ModuleNode root, Tensor input, long peakBytes, long? batch, long? measuredBatch)
{
    private readonly long _scale = (batch ?? 1) / (measuredBatch ?? 1);
    private readonly List<(ModuleNode Node, SummaryRow Row)> _rows = [];
    private readonly HashSet<(nint, long)> _countedParameters = [];
    private readonly Dictionary<nn.Module, string> _taps = root.Walk().Select(node => node.Module).OfType<IHasAuxiliaryHeads>()
        .SelectMany(network => network.AuxiliaryHeads).DistinctBy(head => head.Module)
        .ToDictionary(head => (nn.Module)head.Module, head => head.Tap, ReferenceEqualityComparer.Instance as IEqualityComparer<nn.Module>);

    private IReadOnlyDictionary<string, ReceptiveField> _fields = new Dictionary<string, ReceptiveField>();

    /// <summary>Whether to omit modules that were not called, after a failure.</summary>
    public bool CalledOnly { get; init; }

    /// <summary>Builds the summary.</summary>
    public ModelSummary Build()
    {
        if (!CalledOnly && root.Module is nn.Module<Tensor, Tensor> model) _fields = ReceptiveFields.Of(model, input.shape);
        AddRows(root);
        SummaryRow[] rows = [.. _rows.Select(pair => pair.Row)];
        SummaryRow[] stages = [.. rows.Where(row => row.Depth == 1 && row.TimesCalled > 0 && row.AuxiliaryTap is null)];
        return new ModelSummary
        {
            ModelType = root.Module.GetType().Name,
            InputShape = Scaled(input.shape),
            InputType = input.dtype,
            Device = input.device.ToString(),
            Rows = rows,
            Totals = Totals(rows),
            Stages = stages.Length > 0 ? stages : [rows[0]],
            InceptionModules = InceptionViews.Of(_rows),
            Flows = BlockFlow.In(root),
            Warnings = CalledOnly ? [] : WarningFinder.Find(_rows),
        };
    }

    private SummaryCost AddRows(ModuleNode node)
    {
        if (CalledOnly && node.Walk().All(below => below.Calls.Count == 0)) return default;
        var index = _rows.Count;
        var (own, shared) = OwnCost(node);
        _rows.Add(default);     // placeholder: the subtree's cost is known after the children are added
        var subtree = node.ChildrenByCall().Aggregate(own, (cost, child) => cost + AddRows(child));
        _rows[index] = (node, new SummaryRow
        {
            Path = node.Path,
            Name = node.Name,
            TypeName = node.Module.GetType().Name,
            Depth = node.Depth,
            IsLeaf = node.Children.Count == 0,
            Calls = [.. node.Calls.Select(Scaled)],
            Window = LayerWindow.Of(node.Module),
            ReceptiveField = node.Calls.Count > 0 ? _fields.GetValueOrDefault(node.Path) : null,
            Own = own,
            Subtree = subtree,
            SharedWith = node.SharedWith?.Path,
            SharedParameters = shared,
            AuxiliaryTap = _taps.GetValueOrDefault(node.Module),
            IsWatched = node.IsWatched,
        });
        return subtree;
    }

    private (SummaryCost Own, long SharedParameters) OwnCost(ModuleNode node)
    {
        if (node.SharedWith is not null) return default;
        var (own, trainable, bytes, shared) = (0L, 0L, 0L, 0L);
        foreach (var (_, parameter) in node.Module.named_parameters(recurse: false))
        {
            var elements = parameter.numel();
            if (!_countedParameters.Add((Storages.AddressOf(parameter), elements)))
            {
                shared += elements;
                continue;
            }

            own += elements;
            bytes += Storages.BytesOf(parameter);
            if (parameter.requires_grad) trainable += elements;
        }

        var buffers = node.Module.named_buffers(recurse: false).Sum(pair => pair.buffer.numel());
        var multiplyAdds = node.Calls.Sum(call => call.MultiplyAdds) * _scale;
        return (new SummaryCost(own, trainable, bytes, buffers, multiplyAdds, node.ActivationBytes * _scale), shared);
    }

    private SummaryTotals Totals(SummaryRow[] rows)
    {
        var all = rows[0].Subtree;
        var inputBytes = Storages.BytesOf(input) * _scale;
        return new SummaryTotals
        {
            Parameters = all.Parameters,
            TrainableParameters = all.TrainableParameters,
            UncalledParameters = rows.Where(row => row.IsWatched && row.TimesCalled == 0).Sum(row => row.Own.Parameters),
            ParameterBytes = all.ParameterBytes,
            Buffers = all.Buffers,
            MultiplyAdds = all.MultiplyAdds,
            MultiplyAddsPerImage = all.MultiplyAdds / (batch ?? 1),
            InputBytes = inputBytes,
            PeakInferenceBytes = peakBytes * _scale,
            PeakTrainingBytes = inputBytes + all.ActivationBytes,
            BatchSize = batch,
            MeasuredBatchSize = measuredBatch,
        };
    }

    private LayerCall Scaled(LayerCall call) => _scale == 1 ? call : new LayerCall(
        Scaled(call.InputShape), call.OutputShape is null ? null : Scaled(call.OutputShape), call.OutputBytes * _scale,
        call.MultiplyAdds * _scale);

    private IReadOnlyList<long> Scaled(IReadOnlyList<long> shape) => _scale == 1 ? shape : [shape[0] * _scale, .. shape.Skip(1)];
}
