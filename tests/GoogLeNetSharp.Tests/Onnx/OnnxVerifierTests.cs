using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Onnx.Protocol;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>What the verification after writing finds, each on a file that is wrong in one way.</summary>
public sealed class OnnxVerifierTests
{
    [Fact]
    internal void Verify_FileAsWritten_Passes()
    {
        FluentActions.Invoking(() => Verify(_ => { }, bytes => bytes)).Should().NotThrow();
    }

    [Fact]
    internal void Verify_FileCutShort_Throws()
    {
        Message(_ => { }, bytes => bytes[..^10]).Should().Match("The ONNX file cannot be read back: it ends after * of * bytes.");
    }

    [Fact]
    internal void Verify_WeightWithAFlippedBit_NamesIt()
    {
        Message(_ => { }, bytes =>
        {
            var file = ModelProto.Parser.ParseFrom(bytes);
            var raw = file.Graph.Initializer[1].RawData.ToByteArray();
            raw[0] ^= 1;
            file.Graph.Initializer[1].RawData = ByteString.CopyFrom(raw);
            return file.ToByteArray();
        }).Should().Be("The ONNX file does not hold what was written: initializer first.bias differs.");
    }

    [Theory]
    [InlineData("first.weight")]
    [InlineData("last.weight")]
    [InlineData("last.bias")]
    internal void Verify_WeightWithAFlippedBitAnywhere_NamesIt(string name)
    {
        foreach (var place in new[] { 0, 1 })
        {
            Message(_ => { }, bytes =>
            {
                var file = ModelProto.Parser.ParseFrom(bytes);
                var initializer = file.Graph.Initializer.Single(candidate => candidate.Name == name);
                var raw = initializer.RawData.ToByteArray();
                raw[place * (raw.Length - 1)] ^= 128;
                initializer.RawData = ByteString.CopyFrom(raw);
                return file.ToByteArray();
            }).Should().Be($"The ONNX file does not hold what was written: initializer {name} differs.");
        }
    }

    [Fact]
    internal void Verify_OtherMetadata_Throws()
    {
        Message(_ => { }, bytes =>
        {
            var file = ModelProto.Parser.ParseFrom(bytes);
            file.OpsetImport[0].Version++;
            return file.ToByteArray();
        }).Should().Be("The ONNX file does not hold what was written: its graph differs.");
    }

    [Fact]
    internal void Verify_OtherGraph_Throws()
    {
        Message(_ => { }, bytes =>
        {
            var file = ModelProto.Parser.ParseFrom(bytes);
            file.Graph.Node[0].Attribute[1].Ints[0]++;
            return file.ToByteArray();
        }).Should().Be("The ONNX file does not hold what was written: its graph differs.");
    }

    [Fact]
    internal void Verify_NodesOutOfOrder_Throws()
    {
        Message(graph =>
        {
            var first = graph.Node[0];
            graph.Node.RemoveAt(0);
            graph.Node.Add(first);
        }).Should().Be("The ONNX file is not well-formed: node pool reads first before it is computed.");
    }

    [Fact]
    internal void Verify_ValueMadeTwice_Throws()
    {
        Message(graph => graph.Node.Add(graph.Node[0])).Should().Be("The ONNX file is not well-formed: first is made twice.");
    }

    [Fact]
    internal void Verify_UnusedInitializer_Throws()
    {
        Message(graph => graph.Node[0].Input.RemoveAt(2)).Should()
            .Be("The ONNX file is not well-formed: no node reads initializer first.bias.");
    }

    [Fact]
    internal void Verify_OutputThatNoNodeMakes_Throws()
    {
        Message(graph => graph.Output[0].Name = "logits").Should().Be("The ONNX file is not well-formed: no node makes output logits.");
    }

    [Fact]
    internal void Verify_PoolThatRoundsDown_Throws()
    {
        Message(graph => graph.Node[1].Attribute.Single(attribute => attribute.Name == "ceil_mode").I = 0).Should()
            .Be("The ONNX file has another shape at pool: the network has [2, 4, 4, 4], its nodes make shape [2, 4, 3, 3].");
    }

    [Fact]
    internal void Verify_PoolWithPaddingAsWideAsItsWindow_Throws()
    {
        Message(graph => graph.Node[1].Attribute.Single(attribute => attribute.Name == "pads").Ints[3] = 3).Should()
            .Be("The ONNX file has inputs at node pool that MaxPool does not take.");
    }

    [Fact]
    internal void Verify_WrongDeclaredShape_Throws()
    {
        Message(graph => graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 6).Should()
            .Be("The ONNX file has another shape at output: the file declares [?, 6], its nodes make shape [2, 5].");
    }

    [Fact]
    internal void Verify_InputsThatTheOperatorDoesNotTake_Throws()
    {
        Message(graph => graph.Node[^1].Attribute[0].I = 0).Should().Be("The ONNX file has inputs at node output that Gemm does not take.");
    }

    private static string Message(Action<GraphProto> change) => Message(change, bytes => bytes);

    private static string Message(Action<GraphProto> change, Func<byte[], byte[]> damage) =>
        FluentActions.Invoking(() => Verify(change, damage)).Should().Throw<InvalidDataException>().Which.Message;

    // A change is made to what is meant and written; damage comes between writing and reading.
    private static void Verify(Action<GraphProto> change, Func<byte[], byte[]> damage)
    {
        using var network = nn.Sequential(
            ("first", nn.Conv2d(3, 4, 1)), ("pool", nn.MaxPool2d(3, 2, ceil_mode: true)), ("flatten", nn.Flatten()),
            ("last", nn.Linear(64, 5)));
        var model = OnnxModel.Of(InferenceGraph.Lower(network), new OnnxExportOptions { Height = 8, Width = 8 }, []);
        change(model.Proto.Graph);
        using var written = new MemoryStream();
        model.WriteTo(written);
        var length = written.Length;
        using var read = new MemoryStream(damage(written.ToArray()));
        OnnxVerifier.Verify(model, read, length);
    }
}
