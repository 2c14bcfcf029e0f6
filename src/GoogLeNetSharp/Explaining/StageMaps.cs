namespace GoogLeNetSharp.Explaining;

/// <summary>The stages of a network whose outputs are maps.</summary>
internal static class StageMaps
{
    /// <summary>The stages N x C x H x W on the way to the output, in order, with their shapes.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Of(Block network, long[] inputShape)
    {
        var program = network.Program;
        var stages = network.StageShapes(inputShape);
        return [.. stages.Where(stage => stage.Shape.Length == 4 && program.Whole.Computes(program.Stages[stage.Name]))];
    }

    /// <summary>The name of a stage that is a map, or without a name, of the last map of more than one pixel.</summary>
    /// <exception cref="ArgumentException">There is no such stage, or it is no map; the message lists the valid ones.</exception>
    /// <exception cref="InvalidOperationException">No stage is a map.</exception>
    public static string Find(Block network, long[] inputShape, string? layer, string argument)
    {
        var maps = Of(network, inputShape);
        if (maps.Count == 0) throw new InvalidOperationException("network: has no stage whose output is a map N x C x H x W.");
        if (layer is null) return maps.LastOrDefault(stage => stage.Shape[2] * stage.Shape[3] > 1, maps[^1]).Name;
        network.Program.Find(layer, argument);
        return maps.Any(stage => stage.Name == layer) ? layer : throw new ArgumentException(
            $"{argument}: {layer} is no map N x C x H x W that the output depends on; those are "
                + $"{string.Join(", ", maps.Select(stage => stage.Name))}.", argument);
    }
}
