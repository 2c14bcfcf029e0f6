namespace GoogLeNetSharp.Weights;

/// <summary>How far a file has been checked or written.</summary>
/// <param name="Name">The tensor or storage that was just dealt with.</param>
/// <param name="BytesDone">Bytes of tensor data done so far.</param>
/// <param name="BytesTotal">Bytes of tensor data in all.</param>
public readonly record struct WeightsProgress(string Name, long BytesDone, long BytesTotal);
