using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Finds possible mistakes in a recorded run.</summary>
internal static class WarningFinder
{
    // Below this size, a 3x3 kernel covers more padding than image, as in the notes' VGG19 on CIFAR-10.
    private const long SmallSide = 4;

    public static IReadOnlyList<ModelWarning> Find(IReadOnlyList<(ModuleNode Node, SummaryRow Row)> rows)
    {
        var byNode = rows.ToDictionary(pair => pair.Node, pair => pair.Row);
        return [.. Calls(rows[0].Node, byNode), .. NotCounted(rows), .. Frozen(rows[0].Node, byNode), .. SmallImage(rows)];
    }

    /// <summary>Finds the topmost modules that were not called or whose calls cannot be recorded.</summary>
    private static IEnumerable<ModelWarning> Calls(ModuleNode node, Dictionary<ModuleNode, SummaryRow> rows)
    {
        var row = rows[node];
        if (row.AuxiliaryTap is not null || row.SharedWith is not null) return [];      // heads are run by a separate forward
        // a list may not be called although its layers are
        if (row.IsWatched && node.Walk().All(below => rows[below].TimesCalled == 0))
        {
            var idle = SummaryFormat.Number(row.Subtree.Parameters);
            return [new ModelWarning(ModelWarningKind.NeverCalled, row.Path,
                $"{node.Place} is never called: {idle} parameters do nothing.")];
        }

        if (!row.IsWatched && row.IsLeaf && node.Module.GetType().BaseType != typeof(nn.Module))
        {
            return [new ModelWarning(
                ModelWarningKind.NotWatched, row.Path,
                $"{node.Place} takes or returns other than one or two tensors: no shapes, and its multiply-adds count 0.")];
        }

        return node.Children.SelectMany(child => Calls(child, rows));
    }

    private static IEnumerable<ModelWarning> NotCounted(IReadOnlyList<(ModuleNode Node, SummaryRow Row)> rows) =>
        from pair in rows
        where pair.Row is { TimesCalled: > 0, Own.Parameters: > 0 } && !MultiplyAdds.HasRule(pair.Node.Module)
        select new ModelWarning(
            ModelWarningKind.MultiplyAddsNotCounted, pair.Row.Path,
            $"{pair.Node.Place} has {SummaryFormat.Number(pair.Row.Own.Parameters)} parameters of its own and no rule of multiply-adds: "
            + $"they count 0.");

    private static IEnumerable<ModelWarning> Frozen(ModuleNode root, Dictionary<ModuleNode, SummaryRow> rows)
    {
        var frozen = FrozenParts(root).ToArray();
        if (frozen.Length == 0) yield break;
        var total = rows[root].Subtree;
        yield return new ModelWarning(
            ModelWarningKind.Frozen, frozen[0].Path,
            $"{SummaryFormat.Number(total.Parameters - total.TrainableParameters)} of {SummaryFormat.Number(total.Parameters)} "
            + $"parameters are "
                + $"without gradient (requires_grad is false): {string.Join(", ", frozen.Select(node => node.Place))}.");

        // the topmost modules without trainable parameters, and modules with both frozen and trainable parameters
        IEnumerable<ModuleNode> FrozenParts(ModuleNode node)
        {
            var (own, all) = (rows[node].Own, rows[node].Subtree);
            if (all.Parameters == all.TrainableParameters) return [];
            if (all.TrainableParameters == 0) return [node];
            var below = node.Children.SelectMany(FrozenParts);
            return own.TrainableParameters < own.Parameters ? below.Prepend(node) : below;
        }
    }

    private static IEnumerable<ModelWarning> SmallImage(IReadOnlyList<(ModuleNode Node, SummaryRow Row)> rows)
    {
        var starved = rows.Where(pair => pair.Node.Module is Convolution { kernel_size: { Length: >= 2 } kernel }
            && kernel.Any(side => side > 1)
            && pair.Row.InputShape is { } shape && SmallestSide(shape, kernel.Length) < SmallSide).ToArray();
        if (starved.Length == 0 || SmallestSide(rows[0].Row.InputShape ?? [], 2) < SmallSide) yield break;
        var (node, row) = rows.FirstOrDefault(pair => pair.Row.IsLeaf && pair.Row.InputShape is { } before
            && pair.Row.OutputShape is { } after
            && before.Count == after.Count && SmallestSide(before, 2) >= SmallSide && SmallestSide(after, 2) < SmallSide, starved[0]);
        var left = string.Join(" x ", (row.OutputShape ?? row.InputShape!).TakeLast(2));
        yield return new ModelWarning(
            ModelWarningKind.SmallImage, row.Path,
            $"{node.Place} leaves {left} of the image, and {starved.Length} convolutions with kernels larger than 1x1 still follow, "
                + $"from {starved[0].Row.Path} on: they see padding more than image. Larger images or fewer pools help.");
    }

    private static long SmallestSide(IReadOnlyList<long> shape, int dimensions) =>
        shape.TakeLast(dimensions).DefaultIfEmpty(SmallSide).Min();
}
