using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Records a run through forward hooks on every module. Removes the hooks when disposed.</summary>
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

    /// <summary>Peak memory of module inputs and outputs, in bytes.</summary>
    public long PeakBytes => _live.PeakBytes;

    /// <summary>Whether the first dimension of every recorded tensor has the given size, so that everything scales with the
    /// batch.</summary>
    public bool AllLedBy(long batch) => _nodes.Values.SelectMany(node => node.Calls)
        .All(call => call.InputShape.FirstOrDefault() == batch && (call.OutputShape is null || call.OutputShape.FirstOrDefault() == batch));

    /// <summary>Records the model's input, which stays alive during the run.</summary>
    public void AddInput(Tensor input) => _live.Add(input);

    /// <summary>After a failure, the calls that did not finish, starting with the model.</summary>
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

    // a hook returns null to keep the value
    private Tensor? Before(nn.Module module, Tensor input)
    {
        _live.Purge();
        var made = _live.Add(input);
        if (_open.TryPeek(out var caller)) caller.Node.ActivationBytes += made;      // functional steps between its children
        var node = _nodes[module];
        node.FirstCall ??= _calls;
        _calls++;
        _open.Push(new OpenCall(node, input.shape, input.numel(), (module as ConvBlock)?.Conv is { } conv ? _nodes[conv].Calls.Count : 0));
        return null;
    }

    private Tensor? After(nn.Module module, Tensor output)
    {
        // calls above it on the stack failed, and the model caught the exception
        var call = _open.Pop();
        while (call.Node.Module != module) call = _open.Pop();

        var (node, elements) = (call.Node, output.numel());
        // before purging: tensors that the layer just freed existed at the same time as its output
        node.ActivationBytes += _live.Add(output) + (module is MaxPool1d or MaxPool2d or MaxPool3d ? elements * MaxPoolIndexBytes : 0);
        _live.Purge();

        if (module is ConvBlock { Conv: var conv } && _nodes[conv].Calls.Count == call.ConvCalls)
        {
            Record(_nodes[conv], call, output, elements);
        }
        Record(node, call, output, elements);
        return null;
    }

    // A ConvBlock that casts its weights bypasses its Conv2d; the convolution is recorded at the module that holds the weights.
    private void Record(ModuleNode node, OpenCall call, Tensor output, long elements)
    {
        node.FirstCall ??= _calls;
        node.Calls.Add(new LayerCall(
            call.InputShape, output.shape, Storages.BytesOf(output), MultiplyAdds.Of(node.Module, call.InputElements, elements)));
    }

    private sealed record OpenCall(ModuleNode Node, IReadOnlyList<long> InputShape, long InputElements, int ConvCalls);
}
