namespace GoogLeNetSharp.Inspection;

/// <summary>Something about the model that its owner may not have meant.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Path">The module it is about; empty for the model itself.</param>
/// <param name="Message">A sentence with the numbers.</param>
public sealed record ModelWarning(ModelWarningKind Kind, string Path, string Message);
