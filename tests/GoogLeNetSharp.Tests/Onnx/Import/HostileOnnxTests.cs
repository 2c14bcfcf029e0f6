using CsCheck;
using Google.Protobuf;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx.Protocol;
using GoogLeNetSharp.Tests.Weights.Making;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Tests.Onnx.Import;

/// <summary>ONNX files that are broken, hostile, or beyond what can be run.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class HostileOnnxTests : IDisposable
{
    private const int MutatedFiles = 1500;
    private const ulong Seed = 20151205;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostile-onnx");

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    internal void FromOnnx_NodesThatCannotBeRun_AreAllNamed()
    {
        var file = Map().Weight("w", 6, 4, 2, 2).Node("ConvTranspose", "x w", "a").Node("Relu", "a", "b").Node("NonZero", "b", "c")
            .Node("MaxPool", "x", "d i", ("kernel_shape", new[] { 2, 2 })).Node("Add", "c i", "y").Output("y");

        Refusal<NotSupportedException>(file).Should().Be(
            "stream: 3 of 5 nodes cannot be run:\n  ConvTranspose_0 (ConvTranspose) is not supported\n  NonZero_2 (NonZero) is not "
            + "supported\n  MaxPool_3 (MaxPool) has more than one output");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(22)]
    internal void FromOnnx_OtherOperatorSet_IsRefused(int opset) =>
        Refusal<NotSupportedException>(new OnnxMaker(opset, -1, 3, 4, 4).Node("Relu", "x", "y").Output("y")).Should()
            .Be($"stream: operator set {opset} is not supported, only 7 to 21.");

    [Fact]
    internal void FromOnnx_Cycle_IsRefused() =>
        Refusal<InvalidDataException>(Map().Node("Add", "x b", "a").Node("Relu", "a", "b").Output("b")).Should()
            .Be("stream: graph: 'b' is read before any node makes it.");

    [Fact]
    internal void FromOnnx_TwoNodesOfOneOutput_AreRefused() =>
        Refusal<InvalidDataException>(Map().Node("Relu", "x", "y").Node("Sigmoid", "x", "y").Output("y")).Should()
            .Be("stream: graph: two nodes make 'y'.");

    [Fact]
    internal void FromOnnx_TwoInitializersOfOneName_AreRefused() =>
        Refusal<InvalidDataException>(Map().Reals("w", [1]).Reals("w", [2]).Node("Add", "x w", "y").Output("y")).Should()
            .Be("stream: graph: has two initializers named 'w'.");

    [Fact]
    internal void FromOnnx_OutputThatNothingMakes_IsRefused() =>
        Refusal<InvalidDataException>(Map().Node("Relu", "x", "y").Output("z")).Should()
            .Be("stream: graph: 'z' is read before any node makes it.");

    [Fact]
    internal void FromOnnx_TwoInputs_AreRefused()
    {
        var file = Map().Node("Add", "x z", "y").Output("y");
        file.File.Graph.Input.Add(OnnxMaker.Value("z", -1, 6, 4, 4));

        Refusal<NotSupportedException>(file).Should().Be("stream: 2 inputs are not supported, only one: 'x', 'z'.");
    }

    [Fact]
    internal void FromOnnx_AbsurdShapeOfAWeight_IsRefusedBeforeMemoryIsTaken()
    {
        var file = Map().Node("Conv", "x w", "y").Output("y");
        file.File.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = (int)DataType.Float,
                Dims = { 1 << 20, 1 << 20, 1 << 20, 3 },
                RawData = ByteString.CopyFrom(1, 2, 3, 4),
            });

        Refusal<InvalidDataException>(file).Should()
            .Be("stream: w: has shape [1048576, 1048576, 1048576, 3], more numbers than fit into one array.");
    }

    [Fact]
    internal void FromOnnx_FewerBytesThanTheShape_IsRefused()
    {
        var file = Map().Node("Conv", "x w", "y").Output("y");
        file.File.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = (int)DataType.Float,
                Dims = { 5, 6, 1, 1 },
                RawData = ByteString.CopyFrom(1, 2, 3, 4),
            });

        Refusal<InvalidDataException>(file).Should().Be("stream: w: has shape [5, 6, 1, 1] of Float and 4 bytes.");
    }

    [Fact]
    internal void FromOnnx_ConstantsThatDouble_AreRefused()
    {
        var file = Map().Wholes("s0", 1, 2);
        for (var i = 0; i < 40; i++) file.Node("Concat", $"s{i} s{i}", $"s{i + 1}", ("axis", 0));
        file.Node("Reshape", "x s40", "y").Output("y");

        Refusal<NotSupportedException>(file).Should().Contain("(Concat) makes constants of shape [131072], more than 65536 numbers");
    }

    [Fact]
    internal void FromOnnx_ConstantOfHugeShape_IsRefused() =>
        Refusal<NotSupportedException>(Map().Wholes("s", long.MaxValue).Node("ConstantOfShape", "s", "c").Node("Add", "x c", "y")
            .Output("y"))
            .Should().Contain("(ConstantOfShape) makes constants of shape [9223372036854775807], more than 65536 numbers");

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("inner/../../weights.bin")]
    internal void FromOnnx_WeightsOutsideTheFolder_AreRefused(string location)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "weights.bin"), new byte[120]);
        var inner = _folder.CreateSubdirectory("model");
        inner.CreateSubdirectory("inner");

        Message<InvalidDataException>(() => InferenceGraph.FromOnnx(External(inner.FullName, location, 120)))
            .Should().EndWith($"w: stands in '{location}', which is not in the model's folder.");
    }

    [UnixFact]
    internal void FromOnnx_WeightsBehindALink_AreRefused()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "weights.bin"), new byte[120]);
        var inner = _folder.CreateSubdirectory("model");
        File.CreateSymbolicLink(Path.Combine(inner.FullName, "link.bin"), Path.Combine(_folder.FullName, "weights.bin"));

        Message<InvalidDataException>(() => InferenceGraph.FromOnnx(External(inner.FullName, "link.bin", 120))).Should()
            .EndWith("which is not in the model's folder.");
    }

    [Theory]
    [InlineData(120, "0", null)]
    [InlineData(130, "10", "120")]
    internal void FromOnnx_WeightsBesideTheModel_AreRead(int length, string offset, string? count)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "weights.bin"), [.. Enumerable.Repeat((byte)1, length)]);

        var graph = InferenceGraph.FromOnnx(External(_folder.FullName, "weights.bin", length, offset, count));

        ((ConvNode)graph.Output).Weight.Values.ToArray().Should().HaveCount(30)
            .And.OnlyContain(value => value == BitConverter.Int32BitsToSingle(0x01010101));
    }

    [Theory]
    [InlineData("100", null, "w: has shape [5, 6, 1, 1], 120 bytes, and takes 20 from 'weights.bin'.")]
    [InlineData("0", "400", "w: takes 400 bytes from 0 of 'weights.bin', which has 120.")]
    [InlineData("-1", null, "w: has '-1' as the offset of its bytes.")]
    internal void FromOnnx_WrongPlaceInAnotherFile_IsRefused(string offset, string? count, string message)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "weights.bin"), new byte[120]);

        Message<InvalidDataException>(() => InferenceGraph.FromOnnx(External(_folder.FullName, "weights.bin", 120, offset, count))).Should()
            .EndWith(message);
    }

    [Fact]
    internal void FromOnnx_ExternalWeightsOfAStream_AreRefused()
    {
        var path = External(_folder.FullName, "weights.bin", 120);
        using var stream = File.OpenRead(path);

        Message<InvalidDataException>(() => InferenceGraph.FromOnnx(stream)).Should()
            .Be("stream: w: stands in 'weights.bin' beside the model: load the model by its path.");
    }

    [Fact]
    internal void Load_MissingFile_IsSaid()
    {
        var load = () => InferenceModel.Load(Path.Combine(_folder.FullName, "none.onnx"));

        load.Should().Throw<FileNotFoundException>();
    }

    [Fact]
    internal void Load_CutOffAtEveryByte_Throws()
    {
        var file = OnnxCases.All["squeeze and excitation"].Make().Bytes;
        for (var length = 0; length < file.Length; length++)
        {
            using var stream = new MemoryStream(file, 0, length);
            var load = () => InferenceGraph.FromOnnx(stream);

            // What follows the graph may be missing, and the output's type.
            load.Should().Throw<Exception>("{0} of {1} bytes", length, file.Length).Which.Should()
                .Match(exception => exception is InvalidDataException || exception is NotSupportedException);
        }
    }

    [Fact]
    internal void Load_MutatedFiles_AreReadOrRefusedProperly()
    {
        var seeds = OnnxSeeds.All();
        using var target = OnnxSeeds.Target();
        var random = new PCG(1, Seed);
        for (var i = 0; i < MutatedFiles; i++)
        {
            var mutations = Mutation.Some.Generate(random, null, out _);
            var file = seeds.Files[i % seeds.Files.Count].Mutate(mutations);
            target.Try(file).Should().BeNull($"file {i} of seed {Seed}: {string.Join(", ", mutations.Select(m => m.ToString()))}");
        }

        target.Refused.Should().BeGreaterThan(MutatedFiles / 10);
        target.Accepted.Should().BeGreaterThan(MutatedFiles / 20);
    }

    private static OnnxMaker Map() => new(13, -1, 6, 4, 4);

    private static string Refusal<TException>(OnnxMaker file)
        where TException : Exception => Message<TException>(() => InferenceGraph.FromOnnx(new MemoryStream(file.Bytes)));

    private static string Message<TException>(Func<InferenceGraph> load)
        where TException : Exception => load.Should().ThrowExactly<TException>().Which.Message;

    private static string External(string folder, string location, int length, string? offset = null, string? count = null)
    {
        var file = Map().Node("Conv", "x w", "y").Output("y");
        var tensor = new TensorProto
        {
            Name = "w",
            DataType = (int)DataType.Float,
            Dims = { 5, 6, 1, 1 },
            DataLocation = DataLocation.External,
        };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        if (offset is not null) tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset });
        if (count is not null) tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = count });
        file.File.Graph.Initializer.Add(tensor);
        var path = Path.Combine(folder, $"model{length}.onnx");
        File.WriteAllBytes(path, file.Bytes);
        return path;
    }
}
