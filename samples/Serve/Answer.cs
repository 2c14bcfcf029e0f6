using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>What a classified image is answered with.</summary>
/// <param name="Predictions">The most probable classes, the first the most.</param>
internal sealed record Answer(IReadOnlyList<Prediction> Predictions);
