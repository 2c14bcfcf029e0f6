using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>Caches inferred shapes for recent input shapes of a graph. Thread-safe.</summary>
internal sealed class KnownInputs(InferenceGraph graph)
{
    private const int Capacity = 64;

    private readonly Dictionary<(long, long, long), InferenceInput> _byShape = [];
    private long _calls;

    /// <summary>Validates a shape, with or without batch axis.</summary>
    /// <exception cref="ArgumentException">The graph does not support the shape; the message lists what is supported.</exception>
    public InferenceInput Check(ReadOnlySpan<long> shape)
    {
        var sample = InferenceInput.SampleOf(shape, graph);       // allocates for channels-last input
        var key = sample.Length == 3 ? (sample[0], sample[1], sample[2]) : (sample[0], 0, 0);
        InferenceInput? input;
        lock (_byShape)
        {
            if (!_byShape.TryGetValue(key, out input))
            {
                input = InferenceInput.Of(shape, graph);
                if (_byShape.Count >= Capacity) _byShape.Remove(_byShape.MinBy(pair => pair.Value.LastUse).Key);
                _byShape[key] = input;
            }

            input.LastUse = ++_calls;
        }

        input.CheckBatch(shape);
        return input;
    }
}
