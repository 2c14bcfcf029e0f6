using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>The value stack, marks and memo of the pickle machine. Invalid use is an error at the current opcode.</summary>
internal sealed class PickleStack(WorkBudget budget, Func<FormattableString, InvalidDataException> error)
{
    internal const int Deepest = 64;

    // a list doubles its capacity when full
    private const int SlotBytes = 16;

    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];
    // Python numbers the memo from 0 without gaps; other indices go into the dictionary.
    private readonly List<object?> _memo = [];
    private readonly Dictionary<uint, object?> _sparseMemo = [];

    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    internal void Push(object? value)
    {
        if (IPickleContainer.DepthOf(value) > Deepest) throw TooDeep();
        budget.Memory(SlotBytes);
        _values.Add(value);
    }

    internal object? Pop()
    {
        if (_values.Count == Floor) throw error($"the stack is empty");
        object? value = _values[^1];
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    internal T Pop<T>(string what)
        where T : class =>
        Pop() is var value && value is T typed ? typed : throw error($"{Describe(value)} where {what} belongs");

    /// <summary>Returns the top value, for changes in place.</summary>
    internal T Peek<T>(string what)
        where T : class
    {
        if (_values.Count == Floor) throw error($"the stack is empty");
        return _values[^1] is T typed ? typed : throw error($"{Describe(_values[^1])} where {what} belongs");
    }

    /// <summary>Returns the top value of any type, or null if the stack is empty.</summary>
    internal object? PeekAny() => _values.Count == Floor ? null : _values[^1];

    internal void Mark()
    {
        if (_marks.Count == Deepest) throw TooDeep();
        _marks.Add(_values.Count);
    }

    internal object?[] PopToMark()
    {
        if (_marks.Count == 0) throw error($"no mark is set");
        int start = Floor;
        _marks.RemoveAt(_marks.Count - 1);
        object?[] values = new object?[_values.Count - start];
        _values.CopyTo(start, values, 0, values.Length);
        _values.RemoveRange(start, values.Length);
        return values;
    }

    internal object? PopResult()
    {
        if (_marks.Count > 0 || _values.Count != 1)
            throw error($"the pickle ends with {_values.Count} values and {_marks.Count} marks on the stack instead of one value");
        return Pop();
    }

    internal void Put(uint index)
    {
        if (_values.Count == Floor) throw error($"the stack is empty");
        budget.Memory(SlotBytes);
        if (index < _memo.Count)
        {
            _memo[(int)index] = _values[^1];
        }
        else if (index == _memo.Count && !_sparseMemo.ContainsKey(index))
        {
            _memo.Add(_values[^1]);
        }
        else
        {
            budget.Entry(index);
            _sparseMemo[index] = _values[^1];
        }
    }

    internal void Memoize() => Put((uint)(_memo.Count + _sparseMemo.Count));

    internal void Get(uint index)
    {
        if (index < _memo.Count) Push(_memo[(int)index]);
        else Push(_sparseMemo.TryGetValue(index, out object? value) ? value : throw error($"the memo has no entry {index}"));
    }

    /// <summary>Checks limits after a container on the stack has grown.</summary>
    internal void CheckDepth(IPickleContainer container)
    {
        if (container.Depth > Deepest) throw TooDeep();
    }

    internal static string Describe(object? value) => value switch
    {
        null => "None",
        string => "a text",
        bool => "a bool",
        double => "a float",
        PickleTuple => "a tuple",
        PickleList => "a list",
        PickleDict => "a dict",
        PickledTensor => "a tensor",
        PickledStorage => "a storage",
        ElementType => "a storage type",
        PickleFunction or InertType => "a function",
        InertValue inert => $"a {inert.Name}",
        _ => "a whole number",
    };

    private InvalidDataException TooDeep() => error($"values are nested deeper than {Deepest}");
}
