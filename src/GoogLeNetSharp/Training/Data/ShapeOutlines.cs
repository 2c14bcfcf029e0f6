using System.Numerics;

namespace GoogLeNetSharp.Training;

/// <summary>Signed distance functions of the ten shapes within the unit circle; negative inside.</summary>
/// <remarks>Distances are exact or nearly exact near the edge, as drawing requires. All shapes remain distinct under rotation.</remarks>
internal static class ShapeOutlines
{
    private static readonly (string Name, Func<Vector2, float> Distance)[] Shapes =
    [
        ("bar", point => Box(point, 0.95f, 0.28f)),
        ("circle", point => Circle(point, 0.85f)),
        ("crescent", point => MathF.Max(Circle(point, 0.95f), -Circle(point - new Vector2(0.45f, 0), 0.75f))),
        ("cross", point => MathF.Min(Box(point, 0.95f, 0.26f), Box(point, 0.26f, 0.95f))),
        ("ellipse", point => Ellipse(point, 0.95f, 0.5f)),
        ("heart", Heart),
        ("ring", point => MathF.Abs(Circle(point, 0.72f)) - 0.2f),
        ("square", point => Box(point, 0.68f, 0.68f)),
        ("star", Star),
        ("triangle", Triangle),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    public static float Distance(int shape, Vector2 point) => Shapes[shape].Distance(point);

    private static float Circle(Vector2 point, float radius) => point.Length() - radius;

    private static float Box(Vector2 point, float halfWidth, float halfHeight) =>
        MathF.Max(MathF.Abs(point.X) - halfWidth, MathF.Abs(point.Y) - halfHeight);

    private static float Ellipse(Vector2 point, float a, float b)
    {
        var unit = new Vector2(point.X / a, point.Y / b).Length();
        var slope = new Vector2(point.X / (a * a), point.Y / (b * b)).Length();
        return slope == 0 ? -b : unit * (unit - 1) / slope;
    }

    private static float Triangle(Vector2 point)
    {
        const float Apothem = 0.5f * 0.95f;
        var side = (MathF.Abs(point.X) * MathF.Sqrt(3) / 2) + (point.Y / 2);
        return MathF.Max(side, -point.Y) - Apothem;
    }

    // five-pointed star: folds the plane into one tenth, then measures the distance to the remaining edge
    private static float Star(Vector2 point)
    {
        const float Sector = MathF.PI / 5;
        var angle = MathF.Abs(MathF.IEEERemainder(MathF.Atan2(point.X, point.Y), 2 * Sector));
        var folded = point.Length() * new Vector2(MathF.Sin(angle), MathF.Cos(angle));
        var tip = new Vector2(0, 0.98f);
        var notch = 0.42f * new Vector2(MathF.Sin(Sector), MathF.Cos(Sector));
        var edge = Vector2.Normalize(notch - tip);
        return Vector2.Dot(folded - tip, new Vector2(-edge.Y, edge.X));
    }

    // two arcs above, a corner below; distances in units of the heart (height 1.2), scaled to fit the circle
    private static float Heart(Vector2 point)
    {
        const float Scale = 1.5f;
        var p = new Vector2(MathF.Abs(point.X), point.Y + 0.85f) / Scale;
        if (p.X + p.Y > 1) return Scale * (Vector2.Distance(p, new Vector2(0.25f, 0.75f)) - (MathF.Sqrt(2) / 4));
        var top = Vector2.Distance(p, new Vector2(0, 1));
        var side = (p - new Vector2(0.5f * MathF.Max(p.X + p.Y, 0))).Length();
        return Scale * MathF.Min(top, side) * MathF.Sign(p.X - p.Y);
    }
}
