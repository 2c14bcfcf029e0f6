namespace GoogLeNetSharp.Inspection;

/// <summary>One module of the model: a layer, or a container of layers.</summary>
public sealed record SummaryRow
{
    /// <summary>Names from the model down, with dots, as in the state dictionary: <c>inception3a.branch2.0.conv</c>; empty for the
    /// model.</summary>
    public required string Path { get; init; }

    /// <summary>The last name of the path; for the model itself its type.</summary>
    public required string Name { get; init; }

    /// <summary>The CLR type, without namespace: <c>BatchNorm2d</c>, where <c>GetName()</c> says BatchNorm1d.</summary>
    public required string TypeName { get; init; }

    /// <summary>0 for the model, 1 for its children.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether it has no modules below it.</summary>
    public required bool IsLeaf { get; init; }

    /// <summary>Its calls in the run, in order.</summary>
    public required IReadOnlyList<LayerCall> Calls { get; init; }

    /// <summary>Kernel, stride and padding, or null where it has none.</summary>
    public LayerWindow? Window { get; init; }

    /// <summary>
    /// What a pixel of its first output can see of the image, or null where that is unknown: in models that are neither a
    /// <see cref="Block"/> nor a Sequential, behind layers of unknown window, in auxiliary heads.
    /// </summary>
    public ReceptiveField? ReceptiveField { get; init; }

    /// <summary>What the module itself holds and does, without the modules below it. These add up to the totals over all rows.</summary>
    public required SummaryCost Own { get; init; }

    /// <summary>What it holds and does with all below it.</summary>
    public required SummaryCost Subtree { get; init; }

    /// <summary>Path of the row that is the same module under another name and has its calls, costs and children; null for none.</summary>
    public string? SharedWith { get; init; }

    /// <summary>Elements of its own parameters that an earlier row holds too and that are counted there.</summary>
    public long SharedParameters { get; init; }

    /// <summary>For an auxiliary head of a <see cref="GoogLeNet"/>: the stage whose output it reads. Null for every other row.</summary>
    public string? AuxiliaryTap { get; init; }

    /// <summary>Whether calls of it can be seen: it takes one or two tensors and returns one.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>Number of calls in the run.</summary>
    public int TimesCalled => Calls.Count;

    /// <summary>Input shape of the first call, or null.</summary>
    public IReadOnlyList<long>? InputShape => Calls.Count > 0 ? Calls[0].InputShape : null;

    /// <summary>Output shape of the first call, or null.</summary>
    public IReadOnlyList<long>? OutputShape => Calls.Count > 0 ? Calls[0].OutputShape : null;

    /// <summary>Bytes of the output of the first call.</summary>
    public long OutputBytes => Calls.Count > 0 ? Calls[0].OutputBytes : 0;

    /// <summary>The row in one line: name, type, shapes, parameters and multiply-adds with all below it.</summary>
    public override string ToString() =>
        $"{(Path.Length > 0 ? Path : Name)} ({TypeName}): {SummaryFormat.Shape(InputShape)} -> {SummaryFormat.Shape(OutputShape)}, "
        + $"{SummaryFormat.Number(Subtree.Parameters)} parameters, {SummaryFormat.Number(Subtree.MultiplyAdds)} multiply-adds";
}
