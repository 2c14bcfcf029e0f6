using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Computes receptive fields from the recorded definition of a model.</summary>
internal static class ReceptiveFields
{
    private static readonly IReadOnlyDictionary<string, ReceptiveField> None = new Dictionary<string, ReceptiveField>();

    /// <summary>Computes the field after the first call of each module, by path. Modules after a layer of unknown window are
    /// omitted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputShape">Shape of the input, with or without batch axis.</param>
    public static IReadOnlyDictionary<string, ReceptiveField> Of(nn.Module<Tensor, Tensor> model, long[] inputShape)
    {
        if (inputShape.Length is not (3 or 4)) return None;
        var lowering = new ModuleLowering(LoweringRules.None, shapesOnly: true);
        lowering.Add(model, "", lowering.Input);
        var graph = lowering.Build(model.GetType().Name);
        var shapes = new Dictionary<int, long[]>();
        if (graph.TakesFeatures || graph.FirstThatDoesNotFit(inputShape[^3..], shapes) is not null) return None;

        var fields = new Dictionary<int, Field> { [graph.Input.Id] = new(new Axis(1, 1, 0), new Axis(1, 1, 0)) };
        foreach (var node in graph.Nodes.Skip(1))
        {
            if (node.Inputs.All(fields.ContainsKey) && After(node, [.. node.Inputs.Select(id => fields[id])], shapes) is { } field)
                fields[node.Id] = field;
        }

        var known = lowering.Outputs.Where(output => fields.ContainsKey(output.Node)).DistinctBy(output => output.Path);
        return known.ToDictionary(output => output.Path, output => fields[output.Node].ToPublic());
    }

    private static Field? After(GraphNode node, Field[] inputs, Dictionary<int, long[]> shapes) => node switch
    {
        ConvNode conv => Slide(inputs[0], conv.Window),
        MaxPoolNode pool => Slide(inputs[0], pool.Window),
        AvgPoolNode pool => Slide(inputs[0], pool.Window),
        AdaptiveAvgPoolNode { OutputSize: (1, 1) } or FlattenNode or LinearNode => Whole(inputs[0], shapes[node.Inputs[0]]),
        AdaptiveAvgPoolNode { OutputSize: var size } => Divided(inputs[0], shapes[node.Inputs[0]], size),
        OpaqueNode => null,
        _ => Union(inputs),
    };

    private static Field Slide(Field field, Window2d window) => new(
        field.Down.Slide(window.KernelSize.Height, window.Stride.Height, window.Padding.Height, window.Dilation.Height),
        field.Across.Slide(window.KernelSize.Width, window.Stride.Width, window.Padding.Width, window.Dilation.Width));

    // reads the whole map; flattened features are treated as a map of one pixel
    private static Field Whole(Field field, long[] shape) =>
        shape.Length != 3 ? field : new(field.Down.Slide(shape[1], shape[1], 0, 1), field.Across.Slide(shape[2], shape[2], 0, 1));

    // areas of different sizes have no common field
    private static Field? Divided(Field field, long[] shape, (long Height, long Width) size)
    {
        if (shape[1] % size.Height != 0 || shape[2] % size.Width != 0) return null;
        var (down, across) = (shape[1] / size.Height, shape[2] / size.Width);
        return new(field.Down.Slide(down, down, 0, 1), field.Across.Slide(across, across, 0, 1));
    }

    // branches with different strides have no common field
    private static Field? Union(Field[] fields) => fields.Any(field =>
        field.Down.Stride != fields[0].Down.Stride || field.Across.Stride != fields[0].Across.Stride) ? null
        : new(Axis.Union(fields.Select(field => field.Down)), Axis.Union(fields.Select(field => field.Across)));

    private sealed record Field(Axis Down, Axis Across)
    {
        public ReceptiveField ToPublic() => new([Down.Size, Across.Size], [Down.Stride, Across.Stride], [Down.Offset, Across.Offset]);
    }

    private readonly record struct Axis(long Size, long Stride, long Offset)
    {
        public Axis Slide(long kernel, long stride, long padding, long dilation) =>
            new(Size + (dilation * (kernel - 1) * Stride), Stride * stride, Offset - (padding * Stride));

        public static Axis Union(IEnumerable<Axis> axes)
        {
            var all = axes.ToArray();
            var (first, end) = (all.Min(axis => axis.Offset), all.Max(axis => axis.Offset + axis.Size));
            return new(end - first, all[0].Stride, first);
        }
    }
}
