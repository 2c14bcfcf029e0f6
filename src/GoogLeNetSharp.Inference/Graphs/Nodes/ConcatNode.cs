namespace GoogLeNetSharp.Graphs;

/// <summary>Concatenation of maps along the channels: C1 x H x W, C2 x H x W, ... -> (C1 + C2 + ...) x H x W; or of features.</summary>
public sealed record ConcatNode : GraphNode
{
    internal ConcatNode(int id, string name, IReadOnlyList<int> inputs) : base(id, name, inputs)
    {
    }

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs)
    {
        var first = inputs[0];
        if (inputs.All(input => input is [>= 1])) return [inputs.Sum(features => features[0])];
        return inputs.All(map => IsMap(map) && map[1] == first[1] && map[2] == first[2])
            ? [inputs.Sum(map => map[0]), first[1], first[2]] : null;
    }
}
