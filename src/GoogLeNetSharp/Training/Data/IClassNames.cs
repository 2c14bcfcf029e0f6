namespace GoogLeNetSharp.Training;

/// <summary>A dataset that knows the names of its classes.</summary>
public interface IClassNames
{
    /// <summary>Names of the classes by label, or null if unknown.</summary>
    IReadOnlyList<string>? Classes { get; }
}
