using System.Reflection;
using System.Text.Json;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Tests.Reference;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The command line of the sample TrainClassifier, run in this process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainClassifierTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    internal void Main_FineTuningTorchVisionsWeights_FirstFrozenMapIsPyTorchs(string? transformInput, bool isPyTorchs)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a/1.png", "a/2.png", "b/1.png", "b/2.png" }) folder.Copy(ImageFixture.PathOf("rgb.png"), $"data/{name}");
        var weights = Path.Combine(folder.Path, "torchvision.safetensors");
        using (var published = new GoogLeNet(GoogLeNetOptions.TorchVision))
        {
            FormulaWeights.Fill(published);
            StateDictFile.Write(weights, published.state_dict());       // names no network, as torchvision's file does not
        }

        var output = Path.Combine(folder.Path, "run");
        string[] option = transformInput is null ? [] : ["--transform-input", transformInput];
        string[] recipe = ["--data", Path.Combine(folder.Path, "data"), "--weights", weights, "--freeze", "inception4e", "--rate", "0.001"];
        Run([.. recipe, "--epochs", "1", "--batch", "2", "--size", "64", "--precision", "Float32", "--output", output, .. option]).Should().Be((0, ""));

        using var tuned = GoogLeNet.FromFile(Path.Combine(output, "weights.safetensors"));
        tuned.Options.TransformInput.Should().Be(isPyTorchs);
        var expected = JsonSerializer.Deserialize<ReferenceStage>(
            File.ReadAllText("Training/Reference/fine_tuning_reference.json"), new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
        tuned.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var image = Preprocessing.ImageNet.Apply(ImageDecoder.Read(ImageFixture.PathOf("rgb.png"))).unsqueeze(0);
        var map = tuned.ForwardStages(image, "conv1")["conv1"];
        if (isPyTorchs) expected.ShouldMatch(map);
        else map.abs().max().item<float>().Should().BeGreaterThan((float)(1.5 * expected.AbsMax));
    }

    [Fact]
    internal void Main_StoppedEarly_TellsFewerEpochs()
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "--output", folder.Path, "--images", "20", "--size", "8", "--batch", "9", "--last-batch", "Merge", "--balanced", "--patience", "1",
            "--epochs", "30", "--rate", "1e-9", "--warmup", "0", "--precision", "Float32",
        ];

        Run(arguments).Should().Be((0, ""));

        File.ReadLines(Path.Combine(folder.Path, "training.csv")).Skip(1).Select(line => line.Split(',')[1]).Distinct().Should().Equal("1", "2");
    }

    private static (int Code, string Errors) Run(string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var told = new StringWriter();
        Console.SetOut(TextWriter.Null);     // which the sample's console keeps
        Console.SetError(told);
        try
        {
            return ((int)Assembly.Load("TrainClassifier").EntryPoint!.Invoke(null, [arguments])!, told.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
