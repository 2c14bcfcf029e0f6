using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Ink">Color.</param>
/// <param name="Points">Points from left to right; points that are not finite are omitted.</param>
/// <param name="Faint">Whether to draw it behind the others, thin and pale, without markers.</param>
internal sealed record ChartSeries(string Name, PictureInk Ink, IReadOnlyList<(double X, double Y)> Points, bool Faint = false);
