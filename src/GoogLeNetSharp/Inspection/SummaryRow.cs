namespace GoogLeNetSharp.Inspection;

/// <summary>A module of the model: a layer or a container of layers.</summary>
public sealed record SummaryRow
{
    /// <summary>The path, as in the state dictionary: <c>inception3a.branch2.0.conv</c>; empty for the model.</summary>
    public required string Path { get; init; }

    /// <summary>The last name of the path, or the type for the model itself.</summary>
    public required string Name { get; init; }

    /// <summary>The CLR type without namespace: <c>BatchNorm2d</c>, for which <c>GetName()</c> returns BatchNorm1d.</summary>
    public required string TypeName { get; init; }

    /// <summary>Depth in the tree: 0 for the model, 1 for its children.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether the module has no children.</summary>
    public required bool IsLeaf { get; init; }

    /// <summary>Calls during the run, in order.</summary>
    public required IReadOnlyList<LayerCall> Calls { get; init; }

    /// <summary>Kernel, stride and padding, or null.</summary>
    public LayerWindow? Window { get; init; }

    /// <summary>
    /// Receptive field of a pixel of the first output, or null if unknown: in models that are neither a <see cref="Block"/> nor a
    /// Sequential, after layers of unknown window, and in auxiliary heads.
    /// </summary>
    public ReceptiveField? ReceptiveField { get; init; }

    /// <summary>Cost of the module itself, without its children. The sum over all rows is the total.</summary>
    public required SummaryCost Own { get; init; }

    /// <summary>Cost including all descendants.</summary>
    public required SummaryCost Subtree { get; init; }

    /// <summary>Path of the row of the same module under another name, which has its calls, costs and children; null if there is
    /// none.</summary>
    public string? SharedWith { get; init; }

    /// <summary>Number of elements of its parameters shared with an earlier row and counted there.</summary>
    public long SharedParameters { get; init; }

    /// <summary>Input stage of an auxiliary head; null for other rows.</summary>
    public string? AuxiliaryTap { get; init; }

    /// <summary>Whether its calls can be recorded: it has one or two input tensors and one output tensor.</summary>
    public required bool IsWatched { get; init; }

    /// <summary>Number of calls during the run.</summary>
    public int TimesCalled => Calls.Count;

    /// <summary>Input shape of the first call, or null.</summary>
    public IReadOnlyList<long>? InputShape => Calls.Count > 0 ? Calls[0].InputShape : null;

    /// <summary>Output shape of the first call, or null.</summary>
    public IReadOnlyList<long>? OutputShape => Calls.Count > 0 ? Calls[0].OutputShape : null;

    /// <summary>Bytes of the output of the first call.</summary>
    public long OutputBytes => Calls.Count > 0 ? Calls[0].OutputBytes : 0;

    /// <summary>Returns the row in one line: name, type, shapes, parameters and multiply-adds including all descendants.</summary>
    public override string ToString() =>
        $"{(Path.Length > 0 ? Path : Name)} ({TypeName}): {SummaryFormat.Shape(InputShape)} -> {SummaryFormat.Shape(OutputShape)}, "
        + $"{SummaryFormat.Number(Subtree.Parameters)} parameters, {SummaryFormat.Number(Subtree.MultiplyAdds)} multiply-adds";
}
