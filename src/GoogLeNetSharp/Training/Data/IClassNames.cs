namespace GoogLeNetSharp.Training;

/// <summary>A dataset that can say what its labels stand for.</summary>
public interface IClassNames
{
    /// <summary>Names of the classes by label; null where they are not known.</summary>
    IReadOnlyList<string>? Classes { get; }
}
