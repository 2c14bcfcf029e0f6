// Library IMAGES ONNX: exports a network and classifies the first of the images, which are those of a file of MNIST.
using System.IO.Compression;
using GoogLeNetSharp;
using TorchSharp;

torch.manual_seed(1).Dispose();
using var network = new LeNet();
network.eval();
network.ExportOnnx(args[1]);

using var images = new BinaryReader(new GZipStream(File.OpenRead(args[0]), CompressionMode.Decompress));
images.ReadBytes(16);
var pixels = Array.ConvertAll(images.ReadBytes(28 * 28), value => value / 255f);
using var noGradient = torch.no_grad();
using var input = torch.tensor(pixels, [1, 1, 28, 28]);
using var logits = network.call(input);
var values = logits.data<float>().ToArray();
Console.WriteLine(FormattableString.Invariant($"class {Array.IndexOf(values, values.Max())}, logit {values.Max():F3}"));
