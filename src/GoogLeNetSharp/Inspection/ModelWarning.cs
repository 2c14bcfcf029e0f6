namespace GoogLeNetSharp.Inspection;

/// <summary>A possible mistake in a model.</summary>
/// <param name="Kind">Kind of the warning.</param>
/// <param name="Path">Path of the module; empty for the model itself.</param>
/// <param name="Message">Message, a sentence with numbers.</param>
public sealed record ModelWarning(ModelWarningKind Kind, string Path, string Message);
