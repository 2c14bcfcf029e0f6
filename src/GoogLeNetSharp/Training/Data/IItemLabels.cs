namespace GoogLeNetSharp.Training;

/// <summary>A dataset that knows the labels of its items without loading them.</summary>
public interface IItemLabels
{
    /// <summary>Gets the label of an item.</summary>
    /// <param name="index">Index of the item, from 0 to <c>Count - 1</c>.</param>
    /// <returns>The class index, 0 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    long LabelOf(long index);
}
