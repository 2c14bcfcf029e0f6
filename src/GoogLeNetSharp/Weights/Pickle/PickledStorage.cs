using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A storage as a pickle refers to it.</summary>
/// <param name="Key">Its name: an entry of the zip archive, or the number a legacy file lists it under.</param>
/// <param name="Element">Element type.</param>
/// <param name="Count">Elements of the whole storage.</param>
/// <param name="ViewOffset">Legacy files only: the first element this part of the storage begins at.</param>
/// <param name="ViewCount">Elements of the part; the whole count when it is no part.</param>
internal sealed record PickledStorage(string Key, ElementType Element, long Count, long ViewOffset, long ViewCount);
