using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>A network from a file with its preprocessing and labels, for concurrent requests.</summary>
internal sealed class ServedClassifier : IDisposable
{
    private const string ImageName = "image";

    private readonly InferenceModel _model;
    private readonly ImageTransform _transform;
    private readonly Labels? _labels;
    private readonly long _maxPixels;
    private readonly bool _givesProbabilities;
    private readonly Batcher _batcher;
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);

    private ServedClassifier(InferenceModel model, ImageTransform transform, Labels? labels, ServeOptions options)
    {
        (_model, _transform, _labels, _maxPixels) = (model, transform, labels, options.MaxPixels);
        _givesProbabilities = model.Graph.Output is SoftmaxNode;
        _batcher = new Batcher(model, options.MaxBatch);
    }

    /// <summary>Reads a file and classifies a black image, which detects inconsistencies and prepares the network before the first
    /// request.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="options">Settings missing in the file.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="InvalidDataException">The file is broken or inconsistent, or has no preprocessing.</exception>
    public static ServedClassifier Load(string file, ServeOptions options)
    {
        var model = InferenceModel.Load(file, options.Inference);
        try
        {
            var (labels, transform) = ClassifierMetadata.Read(model.Graph.Metadata, file);
            if (model.Graph.Input.ChannelsLast)
            {
                throw new InvalidDataException($"{file}: expected a network for N x C x H x W, got one for N x H x W x C.");
            }
            transform = options.Transform ?? transform
                ?? throw new InvalidDataException(
                    $"{file}: its metadata has no preprocessing; set it in "
                    + $"{nameof(ServeOptions)}.{nameof(ServeOptions.Transform)}.");
            var classifier = new ServedClassifier(model, transform, options.Labels ?? labels, options);
            classifier.Check(file);
            return classifier;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Classifies an image.</summary>
    /// <param name="bytes">The image file.</param>
    /// <param name="topK">Maximum number of classes.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The most probable classes, in descending order.</returns>
    /// <exception cref="InvalidDataException">The content is not an image, broken, too large, or not supported by the network.</exception>
    public async Task<IReadOnlyList<Prediction>> ClassifyAsync(byte[] bytes, int topK, CancellationToken cancellationToken)
    {
        var (values, shape) = await DecodeAsync(bytes, cancellationToken);
        return Predict(await _batcher.RunAsync(values, shape, cancellationToken), topK);
    }

    /// <summary>Stops the batcher and disposes the network.</summary>
    public void Dispose()
    {
        _batcher.Dispose();
        _model.Dispose();
    }

    // a decoded image is many times larger than its file, so the number of concurrent decodings is limited to the number of processors
    private async Task<(float[] Values, ImageShape Shape)> DecodeAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _decoders.WaitAsync(cancellationToken);
        try
        {
            using var stream = new MemoryStream(bytes);
            return Transform(ImageDecoder.Read(stream, ImageName, _maxPixels));
        }
        finally
        {
            _decoders.Release();
        }
    }

    private (float[] Values, ImageShape Shape) Transform(RgbImage image)
    {
        try
        {
            var (values, height, width) = _transform.ToValues(image);
            var shape = new ImageShape(_transform.Normalization.Channels, height, width);
            _model.OutputShape([shape.Channels, shape.Height, shape.Width]);
            return (values, shape);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{ImageName}: {error.Message}", error);
        }
    }

    private IReadOnlyList<Prediction> Predict(float[] output, int topK)
    {
        // the softmax of log probabilities gives the probabilities
        if (_givesProbabilities) output = Array.ConvertAll(output, MathF.Log);
        return Predictions.Of(output, topK, _labels);
    }

    private void Check(string file)
    {
        try
        {
            var (values, shape) = Transform(new RgbImage(1, 1));
            Predict(_model.Predict(values, shape.Of(1)), topK: 1);
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"{file}: it does not match its labels or its preprocessing ({_transform}): {error.Message}", error);
        }
    }
}
