using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Integrated gradients: each pixel's contribution to a class's logit, from the mean gradient on the straight path from a baseline
/// image (Sundararajan et al. 2017, arXiv 1703.01365).</summary>
/// <remarks>Uses the midpoint rule and sums over channels: the sum of a map is the logit of the image minus that of the baseline, up to the
/// error of the rule.</remarks>
public static class IntegratedGradients
{
    /// <summary>Explains one class for each image, with one forward and one backward pass for each point of the path.</summary>
    /// <param name="network">A network in evaluation mode, from images to logits N x classes.</param>
    /// <param name="images">N x C x H x W.</param>
    /// <param name="classes">One class for each image, or null for the class with the largest logit.</param>
    /// <param name="options">The path, or null for the default.</param>
    /// <param name="progress">Receives the completed share, up to 1.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>Maps N x H x W of the images' size, of either sign; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have another rank, channel count, type, device or size than the network accepts; or
    /// the number of classes is not the number of images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such class.</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode, does not return logits, or its output has no gradient
    /// at the image.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static Explanations Explain(
        Block network, Tensor images, IReadOnlyList<long>? classes = null, IntegratedGradientsOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Subject.Check(network, images, classes);
        options ??= new IntegratedGradientsOptions();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = network.call(images);
        var chosen = Subject.Classes(logits, classes);
        var maps = zeros([images.shape[0], images.shape[2], images.shape[3]], ScalarType.Float32, images.device);
        var done = 0;
        for (var image = 0; image < chosen.Length; image++)
        {
            foreach (var points in Enumerable.Range(0, options.Steps).Chunk(options.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(network, images, image, chosen[image], points, options, maps);
                done += points.Length;
                progress?.Report((double)done / ((long)options.Steps * chosen.Length));
            }
        }

        return Subject.Result(maps, logits, chosen);
    }

    /// <summary>Adds the contributions of some points of the path to an image's map.</summary>
    private static void Add(
        Block network, Tensor images, int image, long chosen, int[] points, IntegratedGradientsOptions options, Tensor maps)
    {
        using var scope = NewDisposeScope();
        var rise = images.narrow(0, image, 1).detach() - options.Baseline;
        var shares = tensor([.. points.Select(point => (point + 0.5) / options.Steps)], [points.Length, 1, 1, 1], rise.dtype, rise.device);
        var path = (rise * shares) + options.Baseline;
        using (enable_grad())
        {
            path.requires_grad = true;
            var score = network.call(path).select(1, chosen).sum();
            path = Subject.Gradient(score, path)
                ?? throw new InvalidOperationException("network: its output has no gradient at the image.");
        }

        using var map = maps.select(0, image);
        var mean = path.to_type(ScalarType.Float32).sum(0, keepdim: true) / options.Steps;
        map.add_((mean * rise.to_type(ScalarType.Float32)).sum(1).squeeze(0));
    }
}
