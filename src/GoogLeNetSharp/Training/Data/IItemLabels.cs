namespace GoogLeNetSharp.Training;

/// <summary>A dataset that knows the labels of its items without loading them.</summary>
public interface IItemLabels
{
    /// <summary>The label of an item.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <returns>The class index, 0 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    long LabelOf(long index);
}
