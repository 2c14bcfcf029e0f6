namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A step of a block.</summary>
/// <param name="Kind">Kind of the step.</param>
/// <param name="Path">Path of the called module; empty for other steps.</param>
/// <param name="Stage">Name of its value in the definition, or empty.</param>
/// <param name="Inputs">Indices of the input steps.</param>
internal sealed record FlowStep(FlowKind Kind, string Path, string Stage, IReadOnlyList<int> Inputs);
