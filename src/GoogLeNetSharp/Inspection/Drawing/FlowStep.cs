namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>A step of a block.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Path">Path of the module it calls; empty for other steps.</param>
/// <param name="Stage">The name that the definition gives its value, or empty.</param>
/// <param name="Inputs">The steps whose values it reads.</param>
internal sealed record FlowStep(FlowKind Kind, string Path, string Stage, IReadOnlyList<int> Inputs);
