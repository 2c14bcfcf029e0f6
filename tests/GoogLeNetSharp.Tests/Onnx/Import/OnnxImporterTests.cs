using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx.Import;

/// <summary>ONNX files that others could have written, against ONNX Runtime.</summary>
public sealed class OnnxImporterTests
{
    /// <summary>The names of the files.</summary>
    public static TheoryData<string> Cases => [.. OnnxCases.All.Keys];

    /// <summary>The names of the exports of this library.</summary>
    public static TheoryData<string> Exports => [.. CheckedExports.All.Select(export => export.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    internal void Load_OneOperator_EqualsOnnxRuntime(string name)
    {
        var (make, input) = OnnxCases.All[name];
        var file = make();
        if (file.File.Graph.Output.Count == 0) file.Output("y");
        foreach (var node in file.File.Graph.Node.Where(node => node.Input is [""])) node.Input.Clear();

        ShouldEqualOnnxRuntime(file.Bytes, input);
    }

    [Theory]
    [MemberData(nameof(Exports))]
    internal void Load_OwnExport_EqualsOnnxRuntime(string name)
    {
        var (_, make, options) = CheckedExports.All.Single(export => export.Name == name);
        using var module = make();
        FormulaWeights.Fill(module);
        var file = Exported.Bytes(module, options);
        using var run = new OnnxRun(file);
        using var model = InferenceModel.Load(new MemoryStream(file));
        long[] sides = [options.Height ?? 48, options.Width ?? 56];
        var channels = model.Graph.Input.Channels ?? 3;
        long[] shape = options.Preprocessing is null ? [2, channels, .. sides] : [2, .. sides, channels];
        using var scope = NewDisposeScope();
        var numbers = options.Preprocessing is null ? FormulaWeights.Image(shape) : randint(0, 256, shape).to(uint8);

        var actual = model.Predict(numbers.to(float32).data<float>().ToArray(), shape);

        var expected = run.Run(numbers);
        Exported.ShouldBeClose(tensor(actual, expected.shape), expected);
    }

    [Fact]
    internal void Load_SeveralOutputs_AreGivenByName()
    {
        var file = new OnnxMaker(13, -1, 6, 4, 5).Weight("w", 3, 6, 3, 3).Node("Conv", "x w", "map")
            .Node("GlobalAveragePool", "map", "mean").Node("Flatten", "mean", "features").Output("features", "map");
        using var model = InferenceModel.Load(new MemoryStream(file.Bytes));
        using var run = new OnnxRun(file.Bytes);
        using var image = FormulaWeights.Image(2, 6, 4, 5);
        float[] pixels = image.data<float>().ToArray();

        var outputs = model.PredictAll(pixels, [2, 6, 4, 5]);

        model.Graph.Outputs.Select(output => output.Name).Should().Equal("features", "map");
        outputs.Keys.Should().Equal("features", "map");
        outputs["features"].Should().Equal(model.Predict(pixels, [2, 6, 4, 5])).And.HaveCount(6);
        outputs["map"].Should().HaveCount(2 * 3 * 2 * 3);
        outputs["features"][0].Should().BeApproximately(outputs["map"][..6].Average(), 1e-6f);
        using var input = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(pixels, [2, 6, 4, 5]);
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var expected = run.Session.Run(options, ["x"], [input], ["map"]);
        outputs["map"].Zip(expected[0].GetTensorDataAsSpan<float>().ToArray()).Should()
            .AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData("hard swish, written out", "HardSwish")]
    [InlineData("hard sigmoid, written out", "HardSwish")]
    [InlineData("silu", "Silu")]
    internal void FromOnnx_FunctionWrittenOut_IsOneNode(string name, string kind)
    {
        var graph = InferenceGraph.FromOnnx(new MemoryStream(OnnxCases.All[name].Make().Bytes));

        graph.Nodes.Should().HaveCount(2);
        ((ActivationNode)graph.Output).Function.Kind.ToString().Should().Be(kind);
    }

    [Fact]
    internal void FromOnnx_ChannelsLast_IsSaid()
    {
        var graph = InferenceGraph.FromOnnx(new MemoryStream(OnnxCases.All["channels last, normalised first"].Make().Output("y").Bytes));

        graph.Input.ChannelsLast.Should().BeTrue();
        graph.Input.Channels.Should().Be(3);
    }

    [Fact]
    internal void FromOnnx_Metadata_IsWhatWasWritten()
    {
        var metadata = ClassifierMetadata.Write(new Labels(["cat", "dog"]), Preprocessing.Cifar10);
        using var module = nn.Linear(3, 2);
        using var stream = new MemoryStream();
        InferenceGraph.Lower(module).WithMetadata(metadata).ExportOnnx(stream, new OnnxExportOptions());
        stream.Position = 0;

        using var model = InferenceModel.Load(stream);

        model.Graph.Metadata.Should().BeEquivalentTo(metadata);
        ClassifierMetadata.Read(model.Graph.Metadata, "file").Labels.Should().Equal("cat", "dog");
    }

    private static void ShouldEqualOnnxRuntime(byte[] file, long[] shape)
    {
        using var run = new OnnxRun(file);
        using var scope = NewDisposeScope();
        var image = FormulaWeights.Image(shape);
        var expected = run.Run(image);
        foreach (var bits in new[] { 512, 256, 128 })
        {
            using var model = InferenceModel.Load(new MemoryStream(file), new InferenceOptions { VectorBits = bits });

            var actual = model.Predict(image.data<float>().ToArray(), shape);

            model.OutputShape(shape).Should().Equal(expected.shape);
            Exported.ShouldBeClose(tensor(actual, expected.shape), expected, tolerance: 2e-5);
        }
    }
}
