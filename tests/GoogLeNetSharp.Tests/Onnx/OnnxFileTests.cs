using System.Text.Json;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The file as such: bytes, size, metadata, names, and how it is put in its place.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    /// <summary>Removes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    internal void Export_SameModelAndOptions_SameBytes()
    {
        using var first = new GoogLeNet(GoogLeNetOptions.Cifar);
        using var second = new GoogLeNet(GoogLeNetOptions.Cifar);
        FormulaWeights.Fill(first);
        FormulaWeights.Fill(second);
        var path = Path.Combine(_folder, "model.onnx");

        second.ExportOnnx(path);

        var bytes = Exported.Bytes(first);
        File.ReadAllBytes(path).Should().Equal(bytes);
        Exported.Bytes(first).Should().Equal(bytes);
    }

    [Fact]
    internal void Export_TorchVisionPreset_IsTheSizeOfItsWeights()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        FormulaWeights.Fill(model);
        const long Weights = 4 * (6_624_904 - 7_280);

        Exported.Bytes(model).LongLength.Should().BeInRange(Weights, (long)(1.002 * Weights));
    }

    [Fact]
    internal void Export_ModuleAtTwoPlaces_StoresItsWeightsOnce()
    {
        using var conv = nn.Conv2d(4, 4, 3, padding: 1L);
        using var network = nn.Sequential(("first", conv), ("relu", nn.ReLU()), ("second", conv));

        Exported.ShouldAgree(network, new(), [1, 4, 5, 6]);

        Exported.Proto(network).Graph.Initializer.Select(tensor => tensor.Name).Should().Equal("first.weight", "first.bias");
        Exported.Proto(network, new() { Weights = OnnxWeightType.Float16 }).Graph.Node.Select(node => node.OpType).Should()
            .Equal("Cast", "Conv", "Relu", "Conv");
    }

    [Fact]
    internal void Export_Names_AreThoseAskedForAndNoOthers()
    {
        using var network = nn.Sequential(("input", nn.Conv2d(1, 1, 1)), ("output", nn.ReLU()), ("last", nn.MaxPool2d(1)));

        Exported.ShouldAgree(network, new(), [1, 1, 2, 2]);
        var file = Exported.Proto(network, new() { InputName = "image", OutputName = "last" });

        file.Graph.Input.Single().Name.Should().Be("image");
        file.Graph.Output.Single().Name.Should().Be("last");
        Exported.Proto(network).Graph.Node.Select(node => node.Output.Single()).Should().Equal("input_1", "output_1", "output");
        Message(network, new() { InputName = "x", OutputName = "x" }).Should()
            .Be("options: InputName and OutputName must differ, both are x. (Parameter 'options')");
    }

    [Fact]
    internal void Export_LabelsAndPreset_AreMetadata()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = 2 });
        string[] labels = ["tabby, cat", "고양이 \"x\""];

        using var run = new OnnxRun(Exported.Bytes(model, new() { Labels = labels }));
        var metadata = run.Session.ModelMetadata;

        metadata.ProducerName.Should().Be("GoogLeNetSharp");
        metadata.CustomMetadataMap.Should().HaveCount(3).And.Contain("network", "GoogLeNet");
        JsonSerializer.Deserialize<string[]>(metadata.CustomMetadataMap["labels"]).Should().Equal(labels);
        Exported.Proto(model, new() { EmbedDescription = false }).MetadataProps.Should().BeEmpty();
    }

    [Fact]
    internal void Export_LabelsOfAnotherNumber_Throws()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        Message(model, new() { Labels = ["cat"] }).Should().Be("options: Labels must be one per class, 10, got 1. (Parameter 'options')");
    }

    [Theory]
    [InlineData(13, 7)]
    [InlineData(15, 8)]
    [InlineData(17, 8)]
    [InlineData(19, 9)]
    [InlineData(21, 10)]
    internal void Export_Opset_IsDeclaredWithTheFormatThatKnowsIt(int opset, long irVersion)
    {
        using var block = new ConvBlock(1, 1, kernelSize: 1);

        var file = Exported.Proto(block, new() { Opset = opset });

        file.OpsetImport.Single().Version.Should().Be(opset);
        file.IrVersion.Should().Be(irVersion);
    }

    [Fact]
    internal void Export_OverAnOldFile_ReplacesItAndLeavesNothingElse()
    {
        using var block = new ConvBlock(1, 1, kernelSize: 1);
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllText(path, "old");

        block.ExportOnnx(path, new() { Verify = true });

        File.ReadAllBytes(path).Should().Equal(Exported.Bytes(block));
        Directory.GetFileSystemEntries(_folder).Should().Equal(path);
    }

    [Fact]
    internal void Export_UnsupportedModule_ThrowsWithItsPathAndWritesNothing()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(1, 1, 1)), ("inner", nn.Sequential(("act", nn.GELU()))));
        var path = Path.Combine(_folder, "model.onnx");

        FluentActions.Invoking(() => network.ExportOnnx(path)).Should().Throw<NotSupportedException>()
            .WithMessage("module: inner.act (GELU) cannot be lowered*");

        Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    internal void Export_Float16WithAWeightBeyondIt_Throws()
    {
        using var conv = nn.Conv2d(1, 1, 1);
        using (no_grad()) conv.weight.fill_(70000);

        FluentActions.Invoking(() => Exported.Bytes(conv, new() { Weights = OnnxWeightType.Float16 })).Should()
            .Throw<NotSupportedException>()
            .WithMessage("options: Weights Float16 holds values up to 65504, but Conv2d.weight has 70000: export with Weights Float32.");
    }

    [Fact]
    internal void FileSize_BeyondOneMessage_Throws()
    {
        FluentActions.Invoking(() => FileSize.Check("weights", 2_130_706_431)).Should().NotThrow();
        FluentActions.Invoking(() => FileSize.Check("weights", 2_130_706_432)).Should().Throw<NotSupportedException>().WithMessage(
            "module: weights of 2130706432 bytes: an ONNX file holds at most 2130706431 beside the graph. OnnxWeightType.Float16 halves "
            + "kernels and matrices.");
    }

    [Fact]
    internal void Weight_BeyondOneMessageAlone_ThrowsWithItsName()
    {
        var onnx = new OnnxGraphBuilder("network", OnnxWeightType.Float32);
        var half = new OnnxGraphBuilder("network", OnnxWeightType.Float16);
        var large = Weight.ShapeOnly(40_000, 20_000);
        var larger = Weight.ShapeOnly(40_000, 40_000);

        FluentActions.Invoking(() => onnx.Weight("fc.weight", large)).Should().Throw<NotSupportedException>()
            .WithMessage("module: fc.weight of 3200000000 bytes: *");
        FluentActions.Invoking(() => half.Weight("fc.weight", larger)).Should().Throw<NotSupportedException>()
            .WithMessage("module: fc.weight of 3200000000 bytes: *");
    }

    [Fact]
    internal void Export_StreamThatCannotBeReadBack_Throws()
    {
        using var block = new ConvBlock(1, 1, kernelSize: 1);
        using var readOnly = new MemoryStream([], writable: false);
        using var writeOnly = new FileStream(Path.Combine(_folder, "x"), FileMode.Create, FileAccess.Write);

        FluentActions.Invoking(() => block.ExportOnnx(readOnly, new())).Should().Throw<ArgumentException>()
            .WithMessage("stream: must be writable. (Parameter 'stream')");
        FluentActions.Invoking(() => block.ExportOnnx(writeOnly, new() { Verify = true })).Should().Throw<ArgumentException>()
            .WithMessage("stream: must be readable and seekable, for Verify reads back what was written. (Parameter 'stream')");
    }

    [Fact]
    internal void Export_DisposedModule_Throws()
    {
        var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        model.Dispose();

        FluentActions.Invoking(() => Exported.Bytes(model)).Should().Throw<ObjectDisposedException>();
    }

    private static string Message(nn.Module<Tensor, Tensor> module, OnnxExportOptions options) =>
        FluentActions.Invoking(() => Exported.Bytes(module, options)).Should().Throw<ArgumentException>().Which.Message;
}
