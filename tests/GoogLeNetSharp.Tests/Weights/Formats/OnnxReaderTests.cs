using System.Text.Json;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Onnx.Protocol;
using GoogLeNetSharp.Tests.Onnx.Import;
using GoogLeNetSharp.Weights;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>Weights from ONNX files: those of PyTorch's exporter (make_onnx_weights.py), our own, and broken ones.</summary>
public sealed class OnnxReaderTests
{
    [Theory]
    [InlineData("onnx_residual.onnx")]
    [InlineData("onnx_equal.onnx")]
    internal void LoadWeights_ExportWithoutFolding_GivesPyTorchsLogits(string name)
    {
        using var network = Residual();

        LoadWeightsReport report = network.LoadWeights(Fixture.Path(name));

        report.Format.Should().Be(StateDictFormat.Onnx);
        report.Loaded.Should().HaveCount(17);
        report.Zeroed.Should().Equal("block.bn1.num_batches_tracked", "block.bn2.num_batches_tracked",
            "block.downsample.1.num_batches_tracked");
        ShouldGiveLogits(network, name);
    }

    [Fact]
    internal void LoadWeights_StreamOfALeNet_GivesPyTorchsLogits()
    {
        using var network = nn.Sequential(
            ("conv1", nn.Conv2d(3, 2, 3)), ("relu1", nn.ReLU()), ("pool", nn.MaxPool2d(2)), ("flatten", nn.Flatten()),
            ("fc1", nn.Linear(18, 5)), ("relu2", nn.ReLU()), ("fc2", nn.Linear(5, 3)));
        using var stream = new MemoryStream(Fixture.Bytes("onnx_lenet.onnx"));

        network.LoadWeights(stream, options: null).Loaded.Should().HaveCount(6);

        ShouldGiveLogits(network, "onnx_lenet.onnx");
    }

    [Fact]
    internal void LoadWeights_FoldedExport_SaysHowToExportAndChangesNothing()
    {
        using var network = Residual();
        Dictionary<string, byte[]> before = SmallNetwork.Snapshot(network);

        Action loading = () => network.LoadWeights(Fixture.Path("onnx_folded.onnx"));

        string message = loading.Should().ThrowExactly<WeightsMismatchException>().Which.Message;
        message.Should().Contain("\n  block.conv1.weight: Missing, expected Float32 [4, 3, 3, 3], found nothing");
        message.Should().EndWith(
            "' is a name of PyTorch's exporter. To keep the names of the state dict, export with "
            + "torch.onnx.export(..., training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False).")
            .And.Contain("\nThe file was exported with folding: 'onnx::Conv_");
        SmallNetwork.ShouldBe(network, before);
    }

    [Fact]
    internal void LoadWeights_OwnExport_ComesBackUnlessBatchNormIsFolded()
    {
        using var network = Residual();
        network.LoadWeights(Fixture.Path("onnx_residual.onnx"));
        network.eval();
        using MemoryStream kept = Export(network, fold: false), folded = Export(network, fold: true);
        using var other = Residual();

        other.LoadWeights(kept, options: null).Loaded.Should().HaveCount(17);
        Action loading = () => other.LoadWeights(folded, options: null);

        ShouldGiveLogits(other, "onnx_residual.onnx");
        loading.Should().ThrowExactly<WeightsMismatchException>().Which.Message.Should().EndWith(
            "\nBatch norm is folded into the convolutions of the file. To keep it, export with OnnxExportOptions.FoldBatchNorm = false, "
            + "or use SaveWeights.");
    }

    [Fact]
    internal void LoadWeights_TransposedLinear_IsRecognised()
    {
        using var linear = nn.Linear(4, 3, hasBias: false);
        using var stream = new MemoryStream(new OnnxMaker(13, -1, 4).Weight("weight", 4, 3).Bytes);

        Action loading = () => linear.LoadWeights(stream, options: null);

        loading.Should().ThrowExactly<WeightsMismatchException>().Which.Message.Should().Contain(
            "\n  weight: Misshaped, expected Float32 [3, 4], found Float32 [4, 3], its transpose\nThe exporter stored a Linear as the "
            + "matrix of a MatMul");
    }

    [Fact]
    internal void Read_TypedData_HasTheTypesOfTheFile()
    {
        var maker = new OnnxMaker(13, -1, 4);
        maker.File.Graph.Initializer.Add(
        [
            new TensorProto { Name = "half", DataType = (int)DataType.Float16, Dims = { 2 }, Int32Data = { 0x3c00, 0xc000 } },
            new TensorProto { Name = "double", DataType = (int)DataType.Double, Dims = { 1 }, DoubleData = { 1e-300 } },
            new TensorProto { Name = "long", DataType = (int)DataType.Int64, Dims = { }, Int64Data = { -5 } },
            new TensorProto { Name = "bytes", DataType = (int)DataType.Int8, Dims = { 2 }, Int32Data = { -1, 7 } },
        ]);
        using var stream = new MemoryStream(maker.Bytes);

        using StateDict state = StateDictFile.Read(stream);

        state["half"].dtype.Should().Be(ScalarType.Float16);
        state["half"].bytes.ToArray().Should().Equal(0, 0x3c, 0, 0xc0);
        state["double"].item<double>().Should().Be(1e-300);
        state["long"].item<long>().Should().Be(-5);
        state["bytes"].data<sbyte>().ToArray().Should().Equal(-1, 7);
    }

    [Fact]
    internal void LoadWeights_DataBesideTheFile_IsReadByPathOnly()
    {
        using TemporaryFile file = TemporaryFile.New();
        var maker = new OnnxMaker(13, -1, 4);
        maker.File.Graph.Initializer.Add(new TensorProto
        {
            Name = "weight",
            DataType = (int)DataType.Float,
            Dims = { 1, 2 },
            DataLocation = DataLocation.External,
            ExternalData = { new StringStringEntryProto { Key = "location", Value = "w.bin" } },
        });
        byte[] bytes = maker.Bytes;
        File.WriteAllBytes(file.Path, bytes);
        File.WriteAllBytes(Path.Combine(file.Folder, "w.bin"), [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
        using var linear = nn.Linear(2, 1, hasBias: false);

        linear.LoadWeights(file.Path);

        linear.weight!.data<float>().ToArray().Should().Equal(1, 2);
        Hostile.ShouldBeRefused(bytes, "stream: initializer 'weight': stands in 'w.bin' beside the model: load the model by its path.");
    }

    [Fact]
    internal void Read_TwoInitializersOfOneName_IsRefused() =>
        Hostile.ShouldBeRefused(new OnnxMaker(13, -1, 4).Weight("w", 1).Weight("w", 1).Bytes,
            "stream: graph: has two initializers named 'w'.");

    [Fact]
    internal void Read_UnknownType_IsRefused()
    {
        var maker = new OnnxMaker(13, -1, 4);
        maker.File.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 12 });
        Hostile.ShouldBeRefused(maker.Bytes, "stream: initializer 'w': has the type 12, which is not read");
    }

    private static nn.Module<Tensor, Tensor> Residual() => nn.Sequential(
        ("block", new ResidualBlock(3, 4, stride: 2)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()),
        ("fc", nn.Linear(4, 3)));

    private static MemoryStream Export(nn.Module<Tensor, Tensor> network, bool fold)
    {
        var stream = new MemoryStream();
        network.ExportOnnx(stream, new OnnxExportOptions { FoldBatchNorm = fold });
        stream.Position = 0;
        return stream;
    }

    private static void ShouldGiveLogits(nn.Module<Tensor, Tensor> network, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Fixture.Path("onnx_logits.json")));
        float[] expected = [.. document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        network.eval();
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            float[] logits = network.call((arange(192).reshape(1, 3, 8, 8).to(ScalarType.Float32) / 100) - 1).data<float>().ToArray();
            foreach ((float actual, float wanted) in logits.Zip(expected)) actual.Should().BeApproximately(wanted, 1e-5f);
        }
    }
}
