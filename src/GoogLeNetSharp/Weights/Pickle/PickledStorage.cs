using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A reference to a storage in a pickle.</summary>
/// <param name="Key">Its name: an entry of the zip archive, or the number a legacy file lists it under.</param>
/// <param name="Element">Element type.</param>
/// <param name="Count">Elements of the whole storage.</param>
/// <param name="ViewOffset">Legacy files only: the first element of a storage view.</param>
/// <param name="ViewCount">Elements of the storage view, or of the whole storage.</param>
internal sealed record PickledStorage(string Key, ElementType Element, long Count, long ViewOffset, long ViewCount);
