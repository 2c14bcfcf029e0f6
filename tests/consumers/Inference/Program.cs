// Inference IMAGES ONNX: classifies the first of the images, which are those of a file of MNIST.
// Fails where TorchSharp or a native library came along.
using System.IO.Compression;
using GoogLeNetSharp.Inference;

using var images = new BinaryReader(new GZipStream(File.OpenRead(args[0]), CompressionMode.Decompress));
images.ReadBytes(16);
var pixels = Array.ConvertAll(images.ReadBytes(28 * 28), value => value / 255f);
using var model = InferenceModel.Load(args[1]);
var values = model.Predict(pixels, [1, 1, 28, 28]);
Console.WriteLine(FormattableString.Invariant($"class {Array.IndexOf(values, values.Max())}, logit {values.Max():F3}"));

var dependencies = File.ReadAllText(Path.ChangeExtension(typeof(Program).Assembly.Location, ".deps.json"));
foreach (var name in (string[])["TorchSharp", "SkiaSharp", "/native/"])
{
    if (dependencies.Contains(name, StringComparison.OrdinalIgnoreCase))
    {
        throw new InvalidOperationException($"The inference package brings {name}.");
    }
}
