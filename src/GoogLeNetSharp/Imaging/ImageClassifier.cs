using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Weights.Loading;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Says what images show: a network, its preprocessing and its labels in one. Safe for many threads at once.</summary>
/// <example><code>
/// using var classifier = ImageClassifier.FromFile("flowers.safetensors");
/// foreach (var prediction in classifier.Classify("photo.jpg")) Console.WriteLine($"{prediction.Label}: {prediction.Probability:P1}");
/// </code></example>
public sealed class ImageClassifier : IDisposable
{
    private readonly ClassifierNetwork _network;
    private readonly ImageClassifierOptions _options;
    private readonly ImageReader _reader;

    /// <summary>Makes a classifier with a module.</summary>
    /// <remarks>
    /// A module on the CPU is compiled unless <see cref="ImageClassifierOptions.Compile"/> is false: the classifier keeps nothing of it,
    /// and what is learned later does not show. A module on another device, or one that is not compiled, is put into evaluation mode and
    /// used as it is: it must live as long as the classifier, which does not dispose it.
    /// </remarks>
    /// <param name="model">The network: N x C x H x W in, C as many as the transform makes (1 or 3), logits N x classes out.</param>
    /// <param name="options">Labels, transform and more; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">An <see cref="IClassifierNetwork"/> takes another number of channels than the transform makes,
    /// or has another number of classes than there are labels.</exception>
    /// <exception cref="NotSupportedException">The module cannot be compiled; the message has the path of what is in the way.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A module and a compiled model are not mistaken for each other.")]
    public ImageClassifier(nn.Module<Tensor, Tensor> model, ImageClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new ImageClassifierOptions();
        if (model is IClassifierNetwork network) ClassifierChecks.Network(network, options);
        _options = options;
        Transform = options.Transform ?? ClassifierChecks.DefaultTransform(model);
        _reader = new ImageReader(Transform, options.MaxPixels);
        _network = new ClassifierNetwork(model, options.Compile);
    }

    /// <summary>Makes a classifier with a compiled network, which may be shared and stays the caller's.</summary>
    /// <param name="model">The network: N x C x H x W in, C as many as the transform makes (1 or 3), logits N x classes out. It must live
    /// as long as the classifier.</param>
    /// <param name="options">Labels, transform and more; null for the defaults (<see cref="Preprocessing.ImageNet"/>).</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The network takes another number of channels than the transform makes.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A module and a compiled model are not mistaken for each other.")]
    public ImageClassifier(InferenceModel model, ImageClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new ImageClassifierOptions();
        Transform = _options.Transform ?? Preprocessing.ImageNet;
        if (model.Graph.Input.Channels is { } channels) ClassifierChecks.Channels(channels, Transform);
        _reader = new ImageReader(Transform, _options.MaxPixels);
        _network = new ClassifierNetwork(model);
    }

    /// <summary>Names of the classes; null where there are none.</summary>
    public Labels? Labels => _options.Labels;

    /// <summary>From the image to the network's input.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Makes a classifier of a file that <c>SaveWeights</c> wrote of a network of this library, with the labels and the transform
    /// in its metadata (<see cref="ClassifierMetadata.Write"/>).</summary>
    /// <param name="path">The weights file.</param>
    /// <param name="options">Labels and transform given here go before those in the file's metadata; null for the defaults.</param>
    /// <returns>The classifier; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The file does not say which network it holds, or names one of another library (give the class as
    /// type argument), or the labels given are not as many as its classes.</exception>
    /// <exception cref="InvalidDataException">The file is broken, or its parts do not fit each other.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static ImageClassifier FromFile(string path, ImageClassifierOptions? options = null) =>
        ClassifierFile.Open(path, options, DescribedNetwork.Load);

    /// <summary>Makes a classifier of a file that <c>SaveWeights</c> wrote of a network of a class of your own.</summary>
    /// <typeparam name="TNetwork">The class of the network.</typeparam>
    /// <inheritdoc cref="FromFile(string, ImageClassifierOptions)"/>
    public static ImageClassifier FromFile<TNetwork>(string path, ImageClassifierOptions? options)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork> =>
        ClassifierFile.Open(path, options, DescribedNetwork.Load<TNetwork>);

    /// <summary>Classifies an image file.</summary>
    /// <param name="path">The file: JPEG, PNG, WebP, BMP and what else SkiaSharp reads.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt, no regular file or has too many pixels, or
    /// the transform refuses
    /// it; the message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(string path) => Predict([_reader.Read(path)])[0];

    /// <summary>Classifies an image from a stream, read to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The stream is empty, holds no image, or a truncated or corrupt one, or one with too many
    /// pixels or bytes, or one
    /// that the transform refuses.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(Stream stream)
    {
        ClassifierChecks.Stream(stream);
        return Predict([_reader.Read(ImageBytes.Read(stream, nameof(stream), _options.MaxPixels), nameof(stream))])[0];
    }

    /// <summary>Classifies a bitmap.</summary>
    /// <param name="bitmap">The bitmap, of any colour type; its alpha is dropped.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="ArgumentException">The bitmap has no pixels.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(SKBitmap bitmap) => Classify(ImageDecoder.FromBitmap(bitmap));

    /// <summary>Classifies a decoded image.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Predict([Transform.ApplySteps(image, Random.Shared)])[0];
    }

    /// <summary>Classifies an image that has been made the network's input.</summary>
    /// <param name="input">C x H x W, of a floating type, resized and normalised: what <see cref="ImageTensors.Apply"/> returns.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="ArgumentException">The tensor is disposed or empty, has another rank, channel count, type or size, or holds numbers
    /// that are not finite.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(Tensor input)
    {
        ClassifierChecks.Input(input, 3, Transform.Normalization.Channels);
        using var batch = input.unsqueeze(0);
        return Predict(batch)[0];
    }

    /// <summary>Classifies a batch that has been made the network's input.</summary>
    /// <param name="input">N x C x H x W, of a floating type, resized and normalised.</param>
    /// <returns>For each image the most probable classes, the first the most.</returns>
    /// <exception cref="ArgumentException">The tensor is disposed or empty, has another rank, channel count, type or size, or holds numbers
    /// that are not finite.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<IReadOnlyList<Prediction>> ClassifyBatch(Tensor input)
    {
        ClassifierChecks.Input(input, 4, Transform.Normalization.Channels);
        return Predict(input);
    }

    /// <summary>Classifies an image file on threads of the pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops before the file is decoded, or before the network runs.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt, no regular file or has too many pixels, or
    /// the transform refuses
    /// it; the message names it and says which.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public Task<IReadOnlyList<Prediction>> ClassifyAsync(string path, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var image = _reader.Read(path);
                cancellationToken.ThrowIfCancellationRequested();
                return Predict([image])[0];
            },
            cancellationToken);

    /// <summary>Classifies an image from a stream, read to its end without synchronous reads (the body of a web request, for one), on
    /// threads of the pool.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="cancellationToken">Stops reading, or stops before the network runs.</param>
    /// <returns>The most probable classes, the first the most.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">What the stream holds is no image that can be classified: empty, of another kind, truncated,
    /// corrupt, too many
    /// pixels or bytes, or refused by the transform. It is the one exception that the stream's content causes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public async Task<IReadOnlyList<Prediction>> ClassifyAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ClassifierChecks.Stream(stream);
        var bytes = await ImageBytes.ReadAsync(stream, nameof(stream), _options.MaxPixels, cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            () =>
            {
                var image = _reader.Read(bytes, nameof(stream));
                cancellationToken.ThrowIfCancellationRequested();
                return Predict([image])[0];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Classifies many image files in batches, decoding the next batch while the network runs. A file that cannot be read does not stop the
    /// others.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Stops between batches and between files of a batch.</param>
    /// <returns>One result per file, in the order of the files, as they are done.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public async IAsyncEnumerable<FileClassification> ClassifyFilesAsync(
        IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var chunks = paths.Chunk(_options.BatchSize).GetEnumerator();
        var next = Next();
        while (next is not null)
        {
            var files = await next.ConfigureAwait(false);
            next = Next();
            var results = await Task.Run(() => ClassifyDecoded(files, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var result in results) yield return result;
        }

        Task<DecodedFile[]>? Next()
        {
            if (!chunks.MoveNext()) return null;
            var chunk = chunks.Current;
            return Task.Run(() => DecodeAll(chunk, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _network.Dispose();

    private DecodedFile[] DecodeAll(string[] paths, CancellationToken cancellationToken)
    {
        try
        {
            return [.. paths.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Decode)];
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);      // as a call for one file throws it
            throw;
        }
    }

    private DecodedFile Decode(string path)
    {
        try
        {
            return new DecodedFile(path, _reader.Read(path), Error: null);
        }
        catch (Exception exception) when (ImageError.IsOfTheImage(exception))
        {
            return new DecodedFile(path, Image: null, ImageError.Message(path, exception));
        }
    }

    // Only images of one size go into one batch; a transform without a crop may leave several.
    private FileClassification[] ClassifyDecoded(DecodedFile[] files, CancellationToken cancellationToken)
    {
        var results = files.Select(file => new FileClassification(file.Path, [], file.Error)).ToArray();
        var readable = Enumerable.Range(0, files.Length).Where(i => files[i].Image is not null);
        foreach (var group in readable.GroupBy(i => (files[i].Image!.Width, files[i].Image!.Height)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var predictions = Predict([.. group.Select(i => files[i].Image!)]);
            foreach (var (i, row) in group.Zip(predictions)) results[i] = results[i] with { Predictions = row };
        }

        return results;
    }

    private IReadOnlyList<Prediction>[] Predict(RgbImage[] images)
    {
        var (channels, height, width) = (Transform.Normalization.Channels, images[0].Height, images[0].Width);
        Transform.Normalization.CheckFits(images[0]);
        using var batch = empty([images.Length, channels, height, width], ScalarType.Float32, CPU);
        for (var i = 0; i < images.Length; i++)
        {
            using var place = batch[i];
            Transform.Normalization.Write(images[i], place);
        }

        return Predict(batch);
    }

    private IReadOnlyList<Prediction>[] Predict(Tensor batch)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return ClassifierAnswers.Of(batch, _network.Logits(batch).to(float32).cpu(), Labels, _options.TopK);
    }
}
