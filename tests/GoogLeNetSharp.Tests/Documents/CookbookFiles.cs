using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Weights.Making;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>The files that programs of the cookbook read, with random weights in place of trained ones.</summary>
internal static class CookbookFiles
{
    private static readonly string Images = Path.Combine(AppContext.BaseDirectory, "Imaging", "Fixtures");
    private static readonly string FashionMnist = Path.Combine(AppContext.BaseDirectory, "Training", "FashionMnist");

    /// <summary>Puts into a folder what a program reads there.</summary>
    public static void Make(string folder, string code)
    {
        foreach (var (name, make) in Makers())
        {
            if (code.Contains($"\"{name}\"", StringComparison.Ordinal)) make(Path.Combine(folder, name));
        }
    }

    private static Dictionary<string, Action<string>> Makers() => new()
    {
        ["fashion-mnist"] = path => Copy(path, Directory.GetFiles(FashionMnist)),
        ["flowers"] = path =>
        {
            Copy(Path.Combine(path, "daisy"), Directory.GetFiles(Images, "rgb.*"));
            Copy(Path.Combine(path, "rose"), [.. Directory.GetFiles(Images, "gray.*"), .. Directory.GetFiles(Images, "exif1.*")]);
        },
        ["lenet.safetensors"] = path =>
        {
            using var model = new LeNet();
            model.SaveWeights(path);
        },
        ["photo.jpg"] = path => File.Copy(Path.Combine(Images, "rgb.jpg"), path),
        ["resnet18-f37072fd.pth"] = path =>
        {
            using var model = new ResNet(ResNetOptions.ResNet18);
            File.WriteAllBytes(path, CheckpointMaker.Zip(model));
        },
        ["flowers.safetensors"] = path =>
        {
            using var model = Flowers();
            model.SaveWeights(path, Metadata());
        },
        ["flowers.onnx"] = path =>
        {
            using var model = Flowers();
            InferenceGraph.Lower(model).WithMetadata(Metadata()).ExportOnnx(path, new OnnxExportOptions());
        },
    };

    private static ResNet Flowers()
    {
        torch.manual_seed(1);
        return new ResNet(new ResNetOptions(ResidualBlockForm.Basic, 1, 1, 1, 1) { NumClasses = 2 });
    }

    private static IReadOnlyDictionary<string, string> Metadata() =>
        ClassifierMetadata.Write(new Labels(["daisy", "rose"]), Preprocessing.ImageNet);

    private static void Copy(string folder, string[] files)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
