using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>
/// The plan of a load, computed from the file's header and the module only: the copies to make, the excluded keys and the mismatches.
/// </summary>
internal sealed class LoadPlan
{
    private const string CounterName = "num_batches_tracked";

    private readonly StoredStateDict _file;
    private readonly TargetModule _target;
    private readonly LoadWeightsOptions _options;
    private readonly OrderedDictionary<string, StoredTensor> _sources;
    private readonly string[] _absentHeads;
    private readonly List<WeightMismatch> _mismatches = [];
    private readonly List<LoadStep> _steps = [];
    private readonly List<string> _loaded = [], _zeroed = [], _leftOut = [];
    private readonly List<WeightNote> _adapted = [], _converted = [];

    internal LoadPlan(StoredStateDict file, TargetModule target, LoadWeightsOptions options)
    {
        _target = target;
        _options = options;
        _file = file.WithoutWrappers(target.State.Keys);
        _sources = Rename();
        _absentHeads = options.OptionalAuxiliaryHeads ? [.. HeadsOnOneSide()] : [];

        foreach ((string name, Tensor tensor) in target.State) PlanTarget(name, tensor);
        foreach ((string name, StoredTensor stored) in _sources.Where(s => !target.State.ContainsKey(s.Key)))
        {
            if (IsLeftOut(name)) _leftOut.Add(name);
            else _mismatches.Add(new WeightMismatch(name, WeightMismatchKind.Unexpected, "nothing", Describe(stored)));
        }
    }

    /// <summary>The copies to make, in file order.</summary>
    internal IReadOnlyList<LoadStep> Steps => [.. _steps.OrderBy(s => s.Stored.Storage.Offset)];

    /// <summary>The copies to make, in the module's order.</summary>
    internal IReadOnlyList<LoadStep> StepsInModuleOrder => _steps;

    /// <summary>The counters to set to 0.</summary>
    internal IEnumerable<Tensor> Zeroed => _zeroed.Select(name => _target.State[name]);

    internal LoadWeightsReport Report => new(_file.Source.Name, _file.Format)
    {
        Loaded = _loaded,
        Zeroed = _zeroed,
        LeftOut = _leftOut,
        Missing = Names(WeightMismatchKind.Missing),
        Unexpected = Names(WeightMismatchKind.Unexpected),
        Adapted = _adapted,
        Converted = _converted,
    };

    internal void ThrowOnMismatch()
    {
        bool isFatal = _mismatches.Any(m => _options.Strict || m.Kind is WeightMismatchKind.Misshaped or WeightMismatchKind.Mistyped);
        if (!isFatal) return;
        WeightMismatch[] sorted = [.. _mismatches.OrderBy(m => m.Name, StringComparer.Ordinal)];
        throw new WeightsMismatchException(_file.Source.Name, _target.Name, sorted, _file.Format == StateDictFormat.Onnx
            ? OnnxAdvice.For(sorted) : null);
    }

    private OrderedDictionary<string, StoredTensor> Rename()
    {
        var sources = new OrderedDictionary<string, StoredTensor>(_file.Tensors.Count, StringComparer.Ordinal);
        foreach (StoredTensor stored in _file.Tensors)
        {
            string name = _options.RenameKey?.Invoke(stored.Name) ?? stored.Name;
            if (sources.TryGetValue(name, out StoredTensor? other))
            {
                string both = $"{InvalidFile.Quote(other.Name)} and {InvalidFile.Quote(stored.Name)}";
                throw new ArgumentException($"options: RenameKey makes {InvalidFile.Quote(name)} of both {both}.", "options");
            }


            sources.Add(name, stored);
        }

        return sources;
    }

    private IEnumerable<string> HeadsOnOneSide() =>
        _target.Heads.Union(InceptionTable.AuxiliaryHeads.Select(head => head.Name)).Select(name => name + ".")
        .Where(prefix => Has(_target.State.Keys, prefix) != Has(_sources.Keys, prefix));

    private bool IsLeftOut(string name) =>
        _options.KeyFilter?.Invoke(name) == false
        || _absentHeads.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || (_options.Classifier == ClassifierLoading.Skip && _target.IsClassifier(name));

    private void PlanTarget(string name, Tensor tensor)
    {
        if (IsLeftOut(name)) _leftOut.Add(name);
        else if (_sources.TryGetValue(name, out StoredTensor? stored)) PlanCopy(name, tensor, stored);
        else if (name == CounterName || name.EndsWith("." + CounterName, StringComparison.Ordinal)) _zeroed.Add(name);
        else _mismatches.Add(new WeightMismatch(name, WeightMismatchKind.Missing, Describe(tensor), "nothing"));
    }

    private void PlanCopy(string name, Tensor tensor, StoredTensor stored)
    {
        long[] shape = tensor.shape;
        bool isTransposed = _file.Format == StateDictFormat.Onnx && shape is [long rows, long columns]
            && stored.Shape is [long first, long second] && (rows, columns) == (second, first);
        bool isSameShape = shape.AsSpan().SequenceEqual(stored.Shape);
        if (_options.Classifier == ClassifierLoading.LoadIfSameClasses && _target.IsClassifier(name) && HasOtherClasses(name))
        {
            _leftOut.Add(name);
            return;
        }

        bool adapts = _options.AdaptInputChannels && name == _target.FirstConvolution && DifferOnlyIn(1, shape, stored.Shape)
            && stored.ElementCount > 0;
        bool isSameType = tensor.dtype == stored.Element.Type;
        bool converts = !isSameType && stored.Element.IsFloatingPoint && ElementType.Find(tensor.dtype) is { IsFloatingPoint: true };
        if (!isSameShape && !adapts)
        {
            _mismatches.Add(new WeightMismatch(name, WeightMismatchKind.Misshaped, Describe(tensor),
                Describe(stored) + (isTransposed ? ", its transpose" : "")));
            return;
        }

        if (!isSameType && !converts)
        {
            _mismatches.Add(new WeightMismatch(name, WeightMismatchKind.Mistyped, Describe(tensor), Describe(stored)));
            return;
        }

        _loaded.Add(name);
        _steps.Add(new LoadStep(stored, tensor, adapts));
        if (adapts) _adapted.Add(new WeightNote(name, LoadStep.Describe(stored.Shape[1], shape[1])));
        if (converts) _converted.Add(new WeightNote(name, FormattableString.Invariant($"{stored.Element.Type} to {tensor.dtype}")));
    }

    // Decided per layer: a bias must not be loaded without its weight.
    private bool HasOtherClasses(string name)
    {
        string layer = name[..(name.LastIndexOf('.') + 1)];
        return _target.State.Where(entry => entry.Key.StartsWith(layer, StringComparison.Ordinal))
            .Any(entry => _sources.TryGetValue(entry.Key, out StoredTensor? stored) && DifferOnlyIn(0, entry.Value.shape, stored.Shape));
    }

    private string[] Names(WeightMismatchKind kind) =>
        [.. _mismatches.Where(m => m.Kind == kind).Select(m => m.Name).Order(StringComparer.Ordinal)];

    private static bool Has(IEnumerable<string> names, string prefix) =>
        names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static bool DifferOnlyIn(int dimension, long[] a, long[] b)
    {
        if (a.Length != b.Length || dimension >= a.Length || a[dimension] == b[dimension]) return false;
        return a.Zip(b).Index().All(pair => pair.Index == dimension || pair.Item.First == pair.Item.Second);
    }

    private static string Describe(Tensor tensor) => FormattableString.Invariant($"{tensor.dtype} {InvalidFile.Shape(tensor.shape)}");

    private static string Describe(StoredTensor stored) =>
        FormattableString.Invariant($"{stored.Element.Type} {InvalidFile.Shape(stored.Shape)}");
}
