namespace GoogLeNetSharp;

/// <summary>The recorded computation of a <see cref="Block"/>: an ordered list of steps that read the values of earlier steps. Step i
/// computes value i; value 0 is the input.</summary>
internal sealed class Program
{
    private readonly OrderedDictionary<string, int> _given;
    private readonly Lock _making = new();
    private readonly Dictionary<int, Segment> _tails = [];
    private Segment? _withSideOutputs;

    public Program(string owner, IReadOnlyList<ProgramStep> steps, OrderedDictionary<string, int> names, int output)
    {
        Owner = owner;
        Steps = steps;
        Output = output;
        _given = names;
        Whole = new Segment(this, 0, [output]);
        NeedsBatch = steps.Any(step => step.NeedsBatch);
        Stages = new OrderedDictionary<string, int>(StageNames());
    }

    /// <summary>The type of the block.</summary>
    public string Owner { get; }

    /// <summary>The steps; the first is the input.</summary>
    public IReadOnlyList<ProgramStep> Steps { get; }

    /// <summary>The block's output value.</summary>
    public int Output { get; }

    /// <summary>Whether a single image must become a batch of one because a step requires a batch axis.</summary>
    public bool NeedsBatch { get; }

    /// <summary>The segment from input to output.</summary>
    public Segment Whole { get; }

    /// <summary>The stages on the path to the output, in order: the named values, or the called modules if no value is named.</summary>
    public OrderedDictionary<string, int> Stages { get; }

    /// <summary>Whether the definition names values.</summary>
    public bool NamesStages => _given.Count > 0;

    /// <summary>Named values that the output does not depend on, such as auxiliary heads.</summary>
    public IEnumerable<KeyValuePair<string, int>> SideOutputs => _given.Where(name => !Whole.Computes(name.Value));

    /// <summary>The segment from the input to the output and all <see cref="SideOutputs"/>, in this order.</summary>
    public Segment WithSideOutputs
    {
        get
        {
            lock (_making) return _withSideOutputs ??= new Segment(this, 0, [Output, .. SideOutputs.Select(name => name.Value)]);
        }
    }

    /// <summary>Gets the segment from a value to the output.</summary>
    public Segment From(int value)
    {
        lock (_making) return _tails.TryGetValue(value, out var tail) ? tail : _tails[value] = new Segment(this, value, [Output]);
    }

    /// <summary>Gets the value with the given name.</summary>
    /// <exception cref="ArgumentException">No value has that name; the message lists the stages.</exception>
    public int Find(string name, string argument)
    {
        if (_given.TryGetValue(name, out var value) || Stages.TryGetValue(name, out value)) return value;
        if (CallOf(name) is { } call) return call;
        throw new ArgumentException($"{argument}: there is no stage \"{name}\"; expected one of {string.Join(", ", Stages.Keys)}.",
            argument);
    }

    /// <summary>Describes the location of a step for messages.</summary>
    public string Place(int step)
    {
        var stage = _given.Where(name => name.Value >= step).OrderBy(name => name.Value).Select(name => name.Key).FirstOrDefault();
        if (stage is null) return Owner;
        return Stages.ContainsKey(stage) ? $"stage {stage} of {Owner}" : $"head {stage} of {Owner}";
    }

    private IEnumerable<KeyValuePair<string, int>> StageNames()
    {
        var names = _given.Count > 0 ? _given : Calls();
        return names.Where(name => Whole.Computes(name.Value)).OrderBy(name => name.Value);
    }

    // A module called twice computes two values, so its name identifies neither.
    private IEnumerable<KeyValuePair<string, int>> Calls() => Steps.Index()
        .Where(entry => entry.Item is ProgramStep.Call).GroupBy(entry => ((ProgramStep.Call)entry.Item).Path)
        .Where(calls => calls.Count() == 1).Select(calls => KeyValuePair.Create(calls.Key, calls.Single().Index));

    private int? CallOf(string path) =>
        Calls().Where(call => call.Key == path && Whole.Computes(call.Value)).Select(call => (int?)call.Value).FirstOrDefault();
}
