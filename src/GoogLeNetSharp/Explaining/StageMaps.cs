namespace GoogLeNetSharp.Explaining;

/// <summary>Finds the stages of a network whose outputs are maps.</summary>
internal static class StageMaps
{
    /// <summary>Gets the stages N x C x H x W on the path to the output, in order, with their shapes.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Of(Block network, long[] inputShape)
    {
        var program = network.Program;
        var stages = network.StageShapes(inputShape);
        return [.. stages.Where(stage => stage.Shape.Length == 4 && program.Whole.Computes(program.Stages[stage.Name]))];
    }

    /// <summary>Validates the name of a stage that is a map. For null, returns the last map larger than one pixel.</summary>
    /// <exception cref="ArgumentException">The stage does not exist or is not a map; the message lists the valid stages.</exception>
    /// <exception cref="InvalidOperationException">No stage is a map.</exception>
    public static string Find(Block network, long[] inputShape, string? layer, string argument)
    {
        var maps = Of(network, inputShape);
        if (maps.Count == 0) throw new InvalidOperationException("network: has no stage whose output is a map N x C x H x W.");
        if (layer is null) return maps.LastOrDefault(stage => stage.Shape[2] * stage.Shape[3] > 1, maps[^1]).Name;
        network.Program.Find(layer, argument);
        return maps.Any(stage => stage.Name == layer) ? layer : throw new ArgumentException(
            $"{argument}: {layer} is not a map N x C x H x W that the output depends on; those are "
                + $"{string.Join(", ", maps.Select(stage => stage.Name))}.", argument);
    }
}
