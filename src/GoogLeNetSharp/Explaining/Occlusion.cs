using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Occlusion: the decrease of a class's logit when a square of the image is covered (Zeiler and Fergus 2014, arXiv
/// 1311.2901).</summary>
/// <remarks>The value of a pixel is the mean decrease over the squares that cover it; negative values mean that covering raises the logit.
/// The squares of the last row and column end at the edge. Needs no gradient.</remarks>
public static class Occlusion
{
    /// <summary>Explains one class for each image, with one forward pass for each position of the square.</summary>
    /// <param name="network">A network in evaluation mode, from images to logits N x classes.</param>
    /// <param name="images">N x C x H x W.</param>
    /// <param name="classes">One class for each image, or null for the class with the largest logit.</param>
    /// <param name="options">Size, stride and value of the square, or null for the defaults.</param>
    /// <param name="progress">Receives the completed share, up to 1.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>Maps N x H x W of the images' size; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have another rank, channel count, type, device or size than the network accepts; the
    /// number of classes is not the number of images; the square is larger than the image, or the stride is larger than the
    /// square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such class.</exception>
    /// <exception cref="InvalidOperationException">The network is in training mode or does not return logits.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static Explanations Explain(
        Block network, Tensor images, IReadOnlyList<long>? classes = null, OcclusionOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Subject.Check(network, images, classes);
        options ??= new OcclusionOptions();
        var (height, width) = (images.shape[2], images.shape[3]);
        var size = options.WindowSize ?? Math.Max(1, Math.Min(height, width) / 4);
        var stride = options.Stride ?? Math.Max(1, size / 4);
        var shorter = Math.Min(height, width);
        if (size > shorter)
            throw new ArgumentException($"WindowSize: expected at most the image's shorter side, {shorter}, got {size}.", nameof(options));
        if (stride > size)
            throw new ArgumentException($"Stride: expected at most the square's side, {size}, got {stride}.", nameof(options));

        var lefts = Places(width, size, stride).ToArray();
        (long Top, long Left)[] places = [.. from top in Places(height, size, stride) from left in lefts select (top, left)];
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = network.call(images);
        var chosen = Subject.Classes(logits, classes);
        var whole = Scores(logits, chosen);
        var maps = new float[images.shape[0] * height * width];
        var done = 0;
        for (var image = 0; image < whole.Length; image++)
        {
            var falls = new List<double>(places.Length);
            foreach (var part in places.Chunk(options.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var covered = Covered(network, images, image, chosen[image], part, size, options.Fill);
                foreach (var score in covered) falls.Add(whole[image] - score);
                done += part.Length;
                progress?.Report((double)done / (places.Length * whole.Length));
            }

            Average(places, falls, size, maps.AsSpan((int)(image * height * width), (int)(height * width)), (int)width);
        }

        return Subject.Result(tensor(maps, [whole.Length, height, width]), logits, chosen);
    }

    private static float[] Covered(
        Block network, Tensor images, int image, long chosen, (long Top, long Left)[] places, long size, double fill)
    {
        using var scope = NewDisposeScope();
        var batch = images.narrow(0, image, 1).repeat(places.Length, 1, 1, 1);
        for (var i = 0; i < places.Length; i++)
        {
            using var square = batch.narrow(0, i, 1).narrow(2, places[i].Top, size).narrow(3, places[i].Left, size);
            square.fill_(fill);
        }

        return Scores(network.call(batch), [.. Enumerable.Repeat(chosen, places.Length)]);
    }

    private static float[] Scores(Tensor logits, long[] classes)
    {
        using var scope = NewDisposeScope();
        return [.. logits.gather(1, Subject.Index(classes, logits.device)).to_type(ScalarType.Float32).cpu().data<float>()];
    }

    private static void Average((long Top, long Left)[] places, List<double> falls, long size, Span<float> map, int width)
    {
        var sums = new double[map.Length];
        var counts = new int[map.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var y = places[i].Top; y < places[i].Top + size; y++)
            {
                for (var x = places[i].Left; x < places[i].Left + size; x++)
                {
                    sums[(y * width) + x] += falls[i];
                    counts[(y * width) + x]++;
                }
            }
        }

        for (var i = 0; i < sums.Length; i++) map[i] = (float)(sums[i] / counts[i]);
    }

    private static IEnumerable<long> Places(long length, long size, long stride)
    {
        for (var place = 0L; place < length - size; place += stride) yield return place;
        yield return length - size;
    }
}
