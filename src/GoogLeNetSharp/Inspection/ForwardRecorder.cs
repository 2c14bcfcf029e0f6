using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Watches a run through forward hooks on every module, and takes them off on disposal.</summary>
internal sealed class ForwardRecorder : IDisposable
{
    private const long MaxPoolIndexBytes = sizeof(long);

    private readonly Dictionary<nn.Module, ModuleNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly List<Action> _removers = [];
    private readonly Stack<OpenCall> _open = [];
    private readonly LiveTensors _live = new();
    private int _calls;

    public ForwardRecorder(ModuleNode root)
    {
        foreach (var node in root.Walk().Where(node => node.SharedWith is null))
        {
            _nodes.Add(node.Module, node);
            Attach(node.Module);
        }
    }

    /// <summary>Most bytes held at one time by what went into and came out of modules.</summary>
    public long PeakBytes => _live.PeakBytes;

    /// <summary>Whether every tensor seen has the given size in front: what grows with the batch, and nothing else.</summary>
    public bool AllLedBy(long batch) => _nodes.Values.SelectMany(node => node.Calls)
        .All(call => call.InputShape.FirstOrDefault() == batch && (call.OutputShape is null || call.OutputShape.FirstOrDefault() == batch));

    /// <summary>Notes the input of the model, which lives through the run.</summary>
    public void AddInput(Tensor input) => _live.Add(input);

    /// <summary>After a failure: the calls that did not finish, from the model down.</summary>
    public IReadOnlyList<(ModuleNode Node, IReadOnlyList<long> InputShape)> CloseFailed()
    {
        var failed = _open.Reverse().Select(call => (call.Node, call.InputShape)).ToArray();
        foreach (var (node, shape) in failed) node.Calls.Add(new LayerCall(shape, null, 0, 0));
        return failed;
    }

    public void Dispose()
    {
        foreach (var remove in _removers) remove();
    }

    private void Attach(nn.Module module)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor> unary:
                _removers.Add(unary.register_forward_pre_hook((self, input) => Before(self, input)!).remove);
                _removers.Add(unary.register_forward_hook((self, input, output) => After(self, output)!).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor> binary:
                _removers.Add(binary.register_forward_pre_hook((self, first, _) =>
                {
                    Before(self, first);
                    return null;
                }).remove);
                _removers.Add(binary.register_forward_hook((self, _, _, output) => After(self, output)!).remove);
                break;
        }
    }

    // Hooks return null for "as it is".
    private Tensor? Before(nn.Module module, Tensor input)
    {
        _live.Purge();
        var made = _live.Add(input);
        if (_open.TryPeek(out var caller)) caller.Node.ActivationBytes += made;      // a functional step between its children
        var node = _nodes[module];
        node.FirstCall ??= _calls;
        _calls++;
        _open.Push(new OpenCall(node, input.shape, input.numel(), (module as ConvBlock)?.Conv is { } conv ? _nodes[conv].Calls.Count : 0));
        return null;
    }

    private Tensor? After(nn.Module module, Tensor output)
    {
        // Calls above it on the stack failed and were caught by the model.
        var call = _open.Pop();
        while (call.Node.Module != module) call = _open.Pop();

        var (node, elements) = (call.Node, output.numel());
        // Not purged yet: what the layer freed on its way out stood beside its output a moment ago.
        node.ActivationBytes += _live.Add(output) + (module is MaxPool1d or MaxPool2d or MaxPool3d ? elements * MaxPoolIndexBytes : 0);
        _live.Purge();

        if (module is ConvBlock { Conv: var conv } && _nodes[conv].Calls.Count == call.ConvCalls)
        {
            Record(_nodes[conv], call, output, elements);
        }
        Record(node, call, output, elements);
        return null;
    }

    // A ConvBlock that casts its weights convolves without its Conv2d: the convolution is recorded where the weights are.
    private void Record(ModuleNode node, OpenCall call, Tensor output, long elements)
    {
        node.FirstCall ??= _calls;
        node.Calls.Add(new LayerCall(
            call.InputShape, output.shape, Storages.BytesOf(output), MultiplyAdds.Of(node.Module, call.InputElements, elements)));
    }

    private sealed record OpenCall(ModuleNode Node, IReadOnlyList<long> InputShape, long InputElements, int ConvCalls);
}
