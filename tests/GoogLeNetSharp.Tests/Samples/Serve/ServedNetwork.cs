using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Training;
using SkiaSharp;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>A network for 32 x 32 images in an ONNX file, with its labels and its preprocessing, and images for it.</summary>
public sealed class ServedNetwork : IDisposable
{
    private const int Images = 12;

    private readonly TemporaryDirectory _directory = new();
    private readonly InferenceModel _model;
    private readonly Labels _labels = new(["dog", "cat", "horse", "bird", "frog"]);

    /// <summary>Makes and writes it.</summary>
    public ServedNetwork()
    {
        torch.random.manual_seed(20);
        using var network = torch.nn.Sequential(
            ("conv1", torch.nn.Conv2d(3, 16, 5, stride: 2)), ("relu1", torch.nn.ReLU()), ("conv2", torch.nn.Conv2d(16, 32, 3)),
            ("relu2", torch.nn.ReLU()),
            ("pool", torch.nn.AdaptiveAvgPool2d(1)), ("flatten", torch.nn.Flatten()), ("fc", torch.nn.Linear(32, _labels.Count)));
        using (torch.no_grad()) network.state_dict()["fc.weight"].mul_(10);      // answers that differ from image to image
        Graph = InferenceGraph.Lower(network);
        _model = new InferenceModel(Graph);
        MetadataOfFile = ClassifierMetadata.Write(_labels, Preprocessing.Cifar10);
        Save("flowers.onnx", MetadataOfFile);
    }

    /// <summary>The file.</summary>
    public string File => _directory["flowers.onnx"];

    /// <summary>The network.</summary>
    public InferenceGraph Graph { get; }

    /// <summary>The labels and the preprocessing as metadata.</summary>
    public IReadOnlyDictionary<string, string> MetadataOfFile { get; }

    /// <summary>Image files, each with other colours and another size.</summary>
    public IReadOnlyList<byte[]> Files { get; } = [.. Enumerable.Range(0, Images).Select(Png)];

    /// <summary>What is predicted for an image without the server.</summary>
    public IReadOnlyList<Prediction> Predict(byte[] file, int topK)
    {
        using var stream = new MemoryStream(file);
        var (values, _, _) = Preprocessing.Cifar10.ToValues(ImageDecoder.Read(stream, "image", ImageDecoder.DefaultMaxPixels));
        return Predictions.Of(_model.Predict(values, batch: 1), topK, _labels);
    }

    /// <summary>Writes the network with other metadata.</summary>
    public string Save(string name, IReadOnlyDictionary<string, string> metadata, OnnxExportOptions? options = null)
    {
        Graph.WithMetadata(metadata).ExportOnnx(_directory[name], options ?? new OnnxExportOptions());
        return _directory[name];
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose()
    {
        _model.Dispose();
        _directory.Dispose();
    }

    private static byte[] Png(int seed)
    {
        using var bitmap = new SKBitmap(40 + seed, 36);
        using var canvas = new SKCanvas(bitmap);
        var random = new Random(seed);
        for (var x = 0; x < bitmap.Width; x += 8)
        {
            using var paint = new SKPaint { Color = new SKColor((uint)random.Next() | 0xff000000u) };
            canvas.DrawRect(x, 0, 8, bitmap.Height, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }
}
