using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The response for a classified image.</summary>
/// <param name="Predictions">The most probable classes, in descending order.</param>
internal sealed record Answer(IReadOnlyList<Prediction> Predictions);
