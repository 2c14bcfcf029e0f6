using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Weights.Loading;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Classifies images: network, preprocessing and labels in one object. Thread-safe.</summary>
/// <example><code>
/// using var classifier = ImageClassifier.FromFile("flowers.safetensors");
/// foreach (var prediction in classifier.Classify("photo.jpg")) Console.WriteLine($"{prediction.Label}: {prediction.Probability:P1}");
/// </code></example>
public sealed class ImageClassifier : IDisposable
{
    private readonly ClassifierNetwork _network;
    private readonly ImageClassifierOptions _options;
    private readonly ImageReader _reader;

    /// <summary>Initializes a classifier with a module.</summary>
    /// <remarks>
    /// A module on the CPU is compiled unless <see cref="ImageClassifierOptions.Compile"/> is false: the classifier keeps no reference to
    /// it, and later training has no effect. A module on another device, or one that is not compiled, is put into evaluation mode and used
    /// directly. It must not be disposed before the classifier, which does not dispose it.
    /// </remarks>
    /// <param name="model">The network: N x C x H x W in, with C as in the transform (1 or 3), logits N x classes out.</param>
    /// <param name="options">Labels, transform and more; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The channels of an <see cref="IClassifierNetwork"/> differ from those of the transform, or its
    /// number of classes differs from the number of labels.</exception>
    /// <exception cref="NotSupportedException">The module cannot be compiled; the message has the path of the unsupported part.</exception>
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

    /// <summary>Initializes a classifier with a compiled network, which may be shared and is not disposed.</summary>
    /// <param name="model">The network: N x C x H x W in, with C as in the transform (1 or 3), logits N x classes out. It must not be
    /// disposed before the classifier.</param>
    /// <param name="options">Labels, transform and more; null for the defaults (<see cref="Preprocessing.ImageNet"/>).</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The channels of the network and the transform differ.</exception>
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

    /// <summary>Names of the classes, or null.</summary>
    public Labels? Labels => _options.Labels;

    /// <summary>The preprocessing from image to network input.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Creates a classifier from a file saved by <c>SaveWeights</c> for a network of this library, with labels and transform in
    /// its metadata (<see cref="ClassifierMetadata.Write"/>).</summary>
    /// <param name="path">The weights file.</param>
    /// <param name="options">Options; labels and transform override those in the file's metadata. Null for the defaults.</param>
    /// <returns>The classifier; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The file does not name its network, or names a network of another library (pass the class as
    /// type argument), or the number of labels differs from the number of classes.</exception>
    /// <exception cref="InvalidDataException">The file is broken or inconsistent.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImageClassifier FromFile(string path, ImageClassifierOptions? options = null) =>
        ClassifierFile.Open(path, options, DescribedNetwork.Load);

    /// <summary>Creates a classifier from a file saved by <c>SaveWeights</c> for a network of a custom class.</summary>
    /// <typeparam name="TNetwork">The class of the network.</typeparam>
    /// <inheritdoc cref="FromFile(string, ImageClassifierOptions)"/>
    public static ImageClassifier FromFile<TNetwork>(string path, ImageClassifierOptions? options)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork> =>
        ClassifierFile.Open(path, options, DescribedNetwork.Load<TNetwork>);

    /// <summary>Classifies an image file.</summary>
    /// <param name="path">The file: JPEG, PNG, WebP, BMP or another format of SkiaSharp.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not an image, truncated, corrupt, not a regular file, has too many pixels,
    /// or is rejected by the transform; the message names the file and the cause.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(string path) => Predict([_reader.Read(path)])[0];

    /// <summary>Classifies an image from a stream, read to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The content is empty, not an image, truncated, corrupt, has too many pixels or bytes, or is
    /// rejected by the transform.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(Stream stream)
    {
        ClassifierChecks.Stream(stream);
        return Predict([_reader.Read(ImageBytes.Read(stream, nameof(stream), _options.MaxPixels), nameof(stream))])[0];
    }

    /// <summary>Classifies a bitmap.</summary>
    /// <param name="bitmap">The bitmap, of any color type; its alpha channel is ignored.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="ArgumentException">The bitmap has no pixels.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(SKBitmap bitmap) => Classify(ImageDecoder.FromBitmap(bitmap));

    /// <summary>Classifies a decoded image.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Predict([Transform.ApplySteps(image, Random.Shared)])[0];
    }

    /// <summary>Classifies a preprocessed image.</summary>
    /// <param name="input">C x H x W, of a floating type, resized and normalized, as returned by <see cref="ImageTensors.Apply"/>.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="ArgumentException">The tensor is disposed or empty, has another rank, channel count, type or size, or contains
    /// values that are not finite.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<Prediction> Classify(Tensor input)
    {
        ClassifierChecks.Input(input, 3, Transform.Normalization.Channels);
        using var batch = input.unsqueeze(0);
        return Predict(batch)[0];
    }

    /// <summary>Classifies a preprocessed batch.</summary>
    /// <param name="input">N x C x H x W, of a floating type, resized and normalized.</param>
    /// <returns>The most probable classes of each image, in descending order.</returns>
    /// <exception cref="ArgumentException">The tensor is disposed or empty, has another rank, channel count, type or size, or contains
    /// values that are not finite.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IReadOnlyList<IReadOnlyList<Prediction>> ClassifyBatch(Tensor input)
    {
        ClassifierChecks.Input(input, 4, Transform.Normalization.Channels);
        return Predict(input);
    }

    /// <summary>Classifies an image file on thread-pool threads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels before decoding or before running the network.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not an image, truncated, corrupt, not a regular file, has too many pixels,
    /// or is rejected by the transform; the message names the file and the cause.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network's logits are not finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
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

    /// <summary>Classifies an image from a stream on thread-pool threads. The stream is read to its end without synchronous reads, so it
    /// may be the body of a web request.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="cancellationToken">Cancels reading, or cancels before running the network.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The content is empty, not an image, truncated, corrupt, has too many pixels or bytes, or is
    /// rejected by the transform. This is the only exception caused by the content of the stream.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
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
    /// Classifies many image files in batches, decoding the next batch while the network runs. A file that cannot be read does not affect
    /// the others.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Cancels between batches and between files of a batch.</param>
    /// <returns>One result per file, in the order of the files, as they become available.</returns>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
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

    /// <summary>Disposes the network.</summary>
    public void Dispose() => _network.Dispose();

    private DecodedFile[] DecodeAll(string[] paths, CancellationToken cancellationToken)
    {
        try
        {
            return [.. paths.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Decode)];
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);      // as thrown for a single file
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

    // a batch has images of one size; a transform without a crop may produce several sizes
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
