using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Records a definition as steps.</summary>
internal sealed class ProgramRecorder
{
    private readonly List<ProgramStep> _steps = [new ProgramStep.Input()];
    private readonly OrderedDictionary<string, int> _names = [];
    private readonly Dictionary<nn.Module, string> _paths = new(ReferenceEqualityComparer.Instance);
    private bool _ended;

    private ProgramRecorder(nn.Module owner)
    {
        Owner = owner.GetType().Name;
        foreach (var (path, module) in owner.named_modules())
        {
            if (path.Length > 0) _paths.TryAdd(module, path);
        }
    }

    /// <summary>The type of the module whose definition is recorded.</summary>
    public string Owner { get; }

    /// <summary>Runs a definition once and returns the recorded program.</summary>
    /// <exception cref="InvalidOperationException">The definition uses values or modules that are not its own, or returns none.</exception>
    public static Program Record(nn.Module owner, Func<Value, Value?> define)
    {
        var recorder = new ProgramRecorder(owner);
        try
        {
            var output = define(new Value(recorder, 0)) ?? throw new InvalidOperationException(
                $"{recorder.Owner}.Define returns null: return a value made from its argument, as in: return x.Call(module);");
            recorder.RequireOwn(output);
            return new Program(recorder.Owner, recorder._steps, recorder._names, output.Index);
        }
        finally
        {
            recorder._ended = true;
        }
    }

    /// <summary>Adds a step that reads the given values.</summary>
    public Value Add(ProgramStep step, params ReadOnlySpan<Value> inputs)
    {
        foreach (var input in inputs) RequireOwn(input);
        _steps.Add(step);
        return new Value(this, _steps.Count - 1);
    }

    /// <summary>Names a value.</summary>
    public void Name(Value value, string name)
    {
        RequireOwn(value);
        if (_names.TryAdd(name, value.Index) || _names[name] == value.Index) return;
        throw new ArgumentException($"name: {Owner}.Define names two values \"{name}\"; names must be unique.", nameof(name));
    }

    /// <summary>Checks that a module is registered below the block and returns it.</summary>
    public nn.Module<Tensor, Tensor> Registered(nn.IModule<Tensor, Tensor> module) =>
        module is nn.Module<Tensor, Tensor> known && _paths.ContainsKey(known) ? known : throw new InvalidOperationException(
            $"{Owner}.Define calls a {module.GetType().Name} that is not registered: write Register(\"name\", module) in the constructor "
            + $"of {Owner}.");

    /// <summary>Gets the path of a registered module below the block.</summary>
    public string PathOf(nn.IModule<Tensor, Tensor> module) => _paths[Registered(module)];

    private void RequireOwn(Value value)
    {
        if (value.IsOf(this) && !_ended) return;
        throw new InvalidOperationException(value.IsOf(this)
            ? $"{Owner}.Define has returned: its values cannot be used outside it."
            : $"{Owner}.Define uses a value of {value.Owner} from another call of Define: use the values made from its own argument, as "
                + $"in: return x.Call(module);");
    }
}
