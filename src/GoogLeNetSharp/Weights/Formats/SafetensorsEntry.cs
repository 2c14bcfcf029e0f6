namespace GoogLeNetSharp.Weights.Formats;

/// <summary>One tensor of a safetensors header; the offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Element, long[] Shape, long Begin, long End);
