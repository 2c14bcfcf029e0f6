using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Training;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Points">Its points from left to right; those that are not finite are left out.</param>
/// <param name="Faint">Whether it is drawn behind the others, thin and pale, without marks at its points.</param>
internal sealed record ChartSeries(string Name, PictureInk Ink, IReadOnlyList<(double X, double Y)> Points, bool Faint = false);
