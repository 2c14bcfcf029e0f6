namespace GoogLeNetSharp.Weights;

/// <summary>Progress of checking or writing a file.</summary>
/// <param name="Name">The tensor or storage just processed.</param>
/// <param name="BytesDone">Bytes of tensor data done so far.</param>
/// <param name="BytesTotal">Bytes of tensor data in all.</param>
public readonly record struct WeightsProgress(string Name, long BytesDone, long BytesTotal);
