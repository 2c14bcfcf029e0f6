using System.Buffers.Binary;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Writing safetensors files.</summary>
public sealed class SaveWeightsTests
{
    [Fact]
    internal void SaveWeights_LabelsThatAreNotOnePerClass_AreRefused()
    {
        using var file = TemporaryFile.New();
        using var small = SmallNetwork.New();
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = 2 });
        var three = ClassifierMetadata.Write(new Labels(["a", "b", "c"]), Preprocessing.Cifar10);
        var two = ClassifierMetadata.Write(new Labels(["a", "b"]), Preprocessing.Cifar10);

        network.Invoking(model => model.SaveWeights(file.Path, three)).Should().ThrowExactly<ArgumentException>()
            .WithMessage("metadata: labels must be one per class, 2, got 3. (Parameter 'metadata')");
        small.Invoking(model => model.SaveWeights(file.Path, two)).Should().ThrowExactly<ArgumentException>()
            .WithMessage("metadata: labels must be one per class, 3, got 2. (Parameter 'metadata')");
        small.Invoking(model => model.SaveWeights(file.Path, new Dictionary<string, string> { ["googlenetsharp.labels"] = "a, b" }))
            .Should().ThrowExactly<ArgumentException>()
            .WithMessage("metadata: googlenetsharp.labels must be a JSON array of class names. (Parameter 'metadata')");
        File.Exists(file.Path).Should().BeFalse();

        network.SaveWeights(file.Path, two);
        small.SaveWeights(file.Path, three);
    }

    [Fact]
    internal void SaveWeights_EveryType_ComesBackBitForBit()
    {
        using StateDict types = StateDictFile.Read(Fixture.Path("types.pth"));
        using var file = TemporaryFile.New();

        StateDictFile.Write(file.Path, types, new Dictionary<string, string> { ["labels"] = "köder\nhaken" });

        using StateDict back = StateDictFile.Read(file.Path);
        back.Keys.Should().Equal(types.Keys);
        back.Metadata.Should().Equal(new Dictionary<string, string> { ["labels"] = "köder\nhaken" });
        foreach (ExpectedTensor expected in Fixture.Expected("types.pth")) expected.ShouldBe(back[expected.Name]);
    }

    [Fact]
    internal void Write_ViewWithStrides_WritesItsElementsInOrder()
    {
        using StateDict views = StateDictFile.Read(Fixture.Path("views.pth"));
        using var file = TemporaryFile.New();
        StateDictFile.Write(file.Path, views);
        using StateDict back = StateDictFile.Read(file.Path);
        foreach (ExpectedTensor expected in Fixture.Expected("views.pth")) expected.ShouldBe(back[expected.Name]);
    }

    [Fact]
    internal void Write_TensorsOfSeveralTypes_AreAlignedToTheirElementSize()
    {
        using StateDict types = StateDictFile.Read(Fixture.Path("types.pth"));
        using var file = TemporaryFile.New();
        StateDictFile.Write(file.Path, types);

        byte[] bytes = File.ReadAllBytes(file.Path);
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        ((8 + header) % 8).Should().Be(0);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, (int)header));
        foreach (ExpectedTensor expected in Fixture.Expected("types.pth").Where(t => t.Values.Length > 0))
        {
            long begin = json.RootElement.GetProperty(expected.Name).GetProperty("data_offsets")[0].GetInt64();
            (begin % types[expected.Name].element_size()).Should().Be(0, expected.Name);
        }
    }

    [Fact]
    internal void SaveWeights_Stream_HasTheBytesOfTheFileFromWhereItStands()
    {
        using var file = TemporaryFile.New();
        using var network = SmallNetwork.New();
        using var other = SmallNetwork.New();
        var metadata = new Dictionary<string, string> { ["note"] = "spring" };
        network.SaveWeights(file.Path, metadata);
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        var (saved, loaded) = (new Reports(), new Reports());

        network.SaveWeights(stream, metadata, saved);
        stream.Position = 3;
        other.LoadWeights(stream, progress: loaded);

        stream.ToArray()[3..].Should().Equal(File.ReadAllBytes(file.Path));
        SmallNetwork.ShouldBe(other, SmallNetwork.Snapshot(network));
        foreach (var reports in (Reports[])[saved, loaded]) reports[^1].BytesDone.Should().Be(reports[^1].BytesTotal).And.BePositive();
    }

    [Fact]
    internal void StreamForms_Cancelled_LeaveTheModuleAndTheStream()
    {
        using var network = SmallNetwork.New();
        using var other = SmallNetwork.New();
        using var full = new MemoryStream();
        using var empty = new MemoryStream();
        other.SaveWeights(full);
        full.Position = 0;
        var before = SmallNetwork.Snapshot(network);
        var cancelled = new CancellationToken(canceled: true);

        network.Invoking(model => model.LoadWeights(full, cancellationToken: cancelled)).Should().Throw<OperationCanceledException>();
        network.Invoking(model => model.SaveWeights(empty, cancellationToken: cancelled)).Should().Throw<OperationCanceledException>();
        full.Position = 0;
        full.Invoking(stream => StateDictFile.Read(stream, null, cancelled)).Should().Throw<OperationCanceledException>();

        SmallNetwork.ShouldBe(network, before);
        empty.Length.Should().Be(0);
    }

    [Fact]
    internal void SaveWeights_StreamThatCannotWrite_IsRefused()
    {
        using var network = SmallNetwork.New();
        using var stream = new MemoryStream([], writable: false);

        network.Invoking(model => model.SaveWeights(stream)).Should().ThrowExactly<ArgumentException>()
            .WithMessage("stream: must be able to write. (Parameter 'stream')");
    }

    [Fact]
    internal void SaveWeights_ExistingFile_IsReplacedAndNothingElseIsLeft()
    {
        using var file = TemporaryFile.New();
        File.WriteAllText(file.Path, "old");
        using var network = SmallNetwork.New();
        network.SaveWeights(file.Path);
        StateDictFile.Inspect(file.Path).Tensors.Should().HaveCount(9);
        Directory.GetFiles(file.Folder).Should().Equal(file.Path);
    }

    [Fact]
    internal void SaveWeights_Cancelled_LeavesTheOldFile()
    {
        using var file = TemporaryFile.New();
        File.WriteAllText(file.Path, "old");
        using var network = SmallNetwork.New();
        using var cancellation = new CancellationTokenSource();
        var progress = new Cancelling(cancellation);

        Action saving = () => network.SaveWeights(file.Path, progress: progress, cancellationToken: cancellation.Token);

        saving.Should().Throw<OperationCanceledException>();
        progress.Seen.Should().Be(1);
        File.ReadAllText(file.Path).Should().Be("old");
        Directory.GetFiles(file.Folder).Should().Equal(file.Path);
    }

    [Fact]
    internal void SaveWeights_IntoAMissingFolder_ThrowsIOException()
    {
        using var file = TemporaryFile.New();
        using var network = SmallNetwork.New();
        Action saving = () => network.SaveWeights(Path.Combine(file.Folder, "no", "such", "weights.safetensors"));
        saving.Should().ThrowExactly<DirectoryNotFoundException>().WithMessage("path: * cannot be written, its folder * does not exist.");
        Directory.GetFileSystemEntries(file.Folder).Should().BeEmpty();
    }

    [Fact]
    internal void Write_TypeWithoutAName_Throws()
    {
        using var file = TemporaryFile.New();
        using Tensor complex = zeros(2, dtype: ScalarType.ComplexFloat32);
        Action writing = () => StateDictFile.Write(file.Path, [new("z", complex)]);
        writing.Should().ThrowExactly<ArgumentException>().WithMessage(
            "tensors: 'z' has the type ComplexFloat32, which is not one of "
            + "Float64, Float32, Float16, BFloat16, Int64, Int32, Int16, Int8, Byte, Bool. (Parameter 'tensors')");
        Directory.GetFiles(file.Folder).Should().BeEmpty();
    }

    [Theory]
    [InlineData("__metadata__", "tensors: no tensor can be called __metadata__, the format reserves that name. (Parameter 'tensors')")]
    [InlineData("w", "tensors: the name 'w' comes twice. (Parameter 'tensors')")]
    internal void Write_NameThatCannotBe_Throws(string name, string message)
    {
        using var file = TemporaryFile.New();
        using Tensor one = zeros(1);
        Action writing = () => StateDictFile.Write(file.Path, [new("w", one), new(name, one)]);
        writing.Should().ThrowExactly<ArgumentException>().WithMessage(message);
    }

    [Fact]
    internal void SaveWeights_MetadataThatItWritesItself_Throws()
    {
        using var file = TemporaryFile.New();
        using var network = SmallNetwork.New();
        Action saving = () => network.SaveWeights(file.Path, new Dictionary<string, string> { ["format"] = "x" });
        saving.Should().ThrowExactly<ArgumentException>()
            .WithMessage("metadata: the key 'format' is written by SaveWeights itself. (Parameter 'metadata')");
    }

    private sealed class Reports : List<WeightsProgress>, IProgress<WeightsProgress>
    {
        public void Report(WeightsProgress value) => Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<WeightsProgress>
    {
        internal int Seen { get; private set; }

        public void Report(WeightsProgress value)
        {
            Seen++;
            source.Cancel();
        }
    }
}
