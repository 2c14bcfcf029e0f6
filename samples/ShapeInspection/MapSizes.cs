using System.Globalization;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Inspection;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>Shows how pools and strides reduce an image, as in the notes on VGG19 with small images.</summary>
internal static class MapSizes
{
    /// <summary>Lists the stages that change the size of the map, up to the last map.</summary>
    public static string Describe(Block model, IClassifierNetwork network, long size)
    {
        var previous = size;
        var changes = new List<string>();
        var last = "";
        foreach (var (name, shape) in model.StageShapes(network.InputChannels, size, size))
        {
            var (channels, side) = (shape[0], shape[^1]);
            if (side != previous) changes.Add(Invariant($"{name} {side} x {side}"));
            previous = side;
            if (name != network.LastMap) continue;
            last = Invariant($"{channels} channels of {side} x {side}");
            break;
        }

        var list = changes.Count == 0 ? "none" : string.Join(", ", changes);
        return Invariant($"Stages that reduce an image of {size} x {size} pixels: {list}.{Environment.NewLine}")
            + $"The last map, {network.LastMap}, has {last}.";
    }

    /// <summary>Draws the maps of the networks compared in the notes.</summary>
    public static void Draw(long size, string file)
    {
        Subject[] subjects = [.. Subject.All.Where(subject => subject.Name is "vgg19" or "vgg-cifar" or "cifar")
            .OrderByDescending(subject => subject.Name)];
        var summaries = subjects.Select(subject =>
        {
            using var model = subject.Make(subject.Channels, null);
            return ModelSummary.Create(model, 1, subject.Channels, size, size);
        });
        MapSizeChart.Draw([.. summaries], [.. subjects.Select(subject => subject.Name)]).Save(file);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
