using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Reading and inspecting sound files of every format.</summary>
public sealed class StateDictFileTests
{
    [Theory]
    [InlineData("zip.pth", StateDictFormat.PyTorchZip)]
    [InlineData("legacy.pth", StateDictFormat.PyTorchLegacy)]
    [InlineData("views.pth", StateDictFormat.PyTorchZip)]
    [InlineData("shared_storage.pth", StateDictFormat.PyTorchZip)]
    [InlineData("parameters.pth", StateDictFormat.PyTorchZip)]
    [InlineData("nested_state_dict.pth", StateDictFormat.PyTorchZip)]
    [InlineData("data_parallel.pth", StateDictFormat.PyTorchZip)]
    [InlineData("module_state_dict.pth", StateDictFormat.PyTorchZip)]
    [InlineData("plain.safetensors", StateDictFormat.Safetensors)]
    [InlineData("types.pth", StateDictFormat.PyTorchZip)]
    [InlineData("types_legacy.pth", StateDictFormat.PyTorchLegacy)]
    [InlineData("protocol4.pth", StateDictFormat.PyTorchZip)]
    [InlineData("deflated.pth", StateDictFormat.PyTorchZip)]
    [InlineData("legacy_views.pth", StateDictFormat.PyTorchLegacy)]
    [InlineData("network.pth", StateDictFormat.PyTorchZip)]
    [InlineData("network_legacy.pth", StateDictFormat.PyTorchLegacy)]
    internal void Read_FileOfPyTorch_HoldsWhatPyTorchSays(string name, StateDictFormat format)
    {
        IReadOnlyList<ExpectedTensor> expected = Fixture.Expected(name);
        using StateDict state = StateDictFile.Read(Fixture.Path(name));
        state.Format.Should().Be(format);
        state.Keys.Should().Equal(expected.Select(e => e.Name));
        foreach (ExpectedTensor tensor in expected) tensor.ShouldBe(state[tensor.Name]);
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("views.pth")]
    [InlineData("plain.safetensors")]
    [InlineData("deflated.pth")]
    internal void Inspect_FileOfPyTorch_DescribesIt(string name)
    {
        IReadOnlyList<ExpectedTensor> expected = Fixture.Expected(name);

        StateDictInfo info = StateDictFile.Inspect(Fixture.Path(name));

        info.Tensors.Select(t => t.Name).Should().Equal(expected.Select(e => e.Name));
        info.Tensors.Select(t => t.Type).Should().Equal(expected.Select(e => e.Type));
        info.Tensors.Select(t => string.Join(",", t.Shape)).Should().Equal(expected.Select(e => string.Join(",", e.Shape)));
        info.Tensors.Sum(t => t.ByteCount).Should().Be(expected.Sum(e => e.Values.Length * SizeOf(e.Type)));
    }

    [Fact]
    internal void Inspect_LongFile_ReadsOnlyItsHeader()
    {
        const long Elements = 1L << 33;
        byte[] header = Making.SafetensorsMaker.File("""{"w":{"dtype":"U8","shape":[8589934592],"data_offsets":[0,8589934592]}}""", 0);
        using var stream = new SparseStream(header.Length + Elements, header);
        StateDictFile.Inspect(stream).Tensors.Single().ByteCount.Should().Be(Elements);
        stream.BytesRead.Should().BeLessThan(2 * header.Length);
    }

    [Fact]
    internal void Read_MoreThanTheMemoryHolds_ThrowsBeforeReading()
    {
        byte[] header = Making.SafetensorsMaker.File(
            """{"w":{"dtype":"U8","shape":[1125899906842624],"data_offsets":[0,1125899906842624]}}""", 0);
        using var stream = new SparseStream(header.Length + (1L << 50), header);
        Action reading = () => StateDictFile.Read(stream);
        reading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage("stream: all tensors: 1125899906842624 bytes of memory are needed, * are there");
        stream.BytesRead.Should().BeLessThan(2 * header.Length);
    }

    [Fact]
    internal void Read_StreamBehindItsEnd_Throws()
    {
        using var stream = new MemoryStream([1, 2, 3]) { Position = 5 };
        Action reading = () => StateDictFile.Read(stream);
        reading.Should().ThrowExactly<InvalidDataException>().WithMessage("stream: byte 0: 1 bytes are needed, but 0 are left*");
    }

    [Fact]
    internal void Read_TensorsOfOneStorage_ShareIt()
    {
        using StateDict state = StateDictFile.Read(Fixture.Path("shared_storage.pth"));
        state["all"][4] = 40f;
        state["b"].data<float>().ToArray().Should().Equal(3f, 40f, 5f);
    }

    [Fact]
    internal void Read_Views_KeepTheirStrides()
    {
        using StateDict state = StateDictFile.Read(Fixture.Path("views.pth"));
        state["transposed"].stride().Should().Equal(1, 4);
        state["channels_last"].stride().Should().Equal(24, 1, 8, 2);
    }

    [Fact]
    internal void Read_WrittenByTorchSharp_HoldsTheSame()
    {
        using var network = SmallNetwork.New();
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) network.save(writer);
        stream.Position = 0;

        using StateDict state = StateDictFile.Read(stream);

        state.Format.Should().Be(StateDictFormat.TorchSharp);
        state.Keys.Should().BeEquivalentTo(network.state_dict().Keys);
        foreach ((string name, Tensor tensor) in network.state_dict()) state[name].bytes.SequenceEqual(tensor.bytes).Should().BeTrue(name);
    }

    [Fact]
    internal void Read_StreamThatStandsBehindItsBeginning_ReadsFromThere()
    {
        using var stream = new MemoryStream([1, 2, 3, .. Fixture.Bytes("zip.pth")]);
        stream.Position = 3;
        using StateDict state = StateDictFile.Read(stream);
        state.Should().HaveCount(10);
        stream.CanRead.Should().BeTrue();
    }

    [Fact]
    internal void Read_NameOfAnotherFormat_DoesNotMatter()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        File.Copy(Fixture.Path("legacy.pth"), path);
        try
        {
            StateDictFile.Inspect(path).Format.Should().Be(StateDictFormat.PyTorchLegacy);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    internal void Read_StreamThatCannotSeek_Throws()
    {
        using var packed = new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Action reading = () => StateDictFile.Read(packed);
        reading.Should().Throw<ArgumentException>()
            .WithMessage("stream: must be able to read and to seek; copy it into a file or a MemoryStream first. (Parameter 'stream')");
    }

    [Theory]
    [InlineData("plain.safetensors", 100, "byte 0", "the header length * reaches beyond the file, which has 100 bytes")]
    [InlineData("zip.pth", 100, "byte 100", "the zip archive is cut short: its end record is missing")]
    [InlineData("legacy.pth", 100, "byte *", "* bytes are needed, but * are left")]
    [InlineData("written_here.python.json", 100, "byte 36",
        "entry * has the unknown type 34 (read as a TorchSharp .dat file, since it begins neither as safetensors nor as a PyTorch "
        + "checkpoint or an ONNX file)")]
    internal void EveryCall_BrokenFile_NamesFilePlaceAndCause(string fixture, int length, string place, string cause)
    {
        using var file = TemporaryFile.New();
        File.WriteAllBytes(file.Path, Fixture.Bytes(fixture)[..length]);
        using var network = SmallNetwork.New();
        Action[] calls =
            [() => StateDictFile.Inspect(file.Path), () => StateDictFile.Read(file.Path), () => network.LoadWeights(file.Path),
                () => GoogLeNet.FromFile(file.Path)];
        foreach (Action call in calls) call.Should().ThrowExactly<InvalidDataException>().WithMessage($"{file.Path}: {place}: {cause}");
    }

    [Fact]
    internal void Inspect_SafetensorsOfPython_HasItsMetadata() =>
        StateDictFile.Inspect(Fixture.Path("plain.safetensors")).Metadata.Should()
            .Equal(new Dictionary<string, string> { ["format"] = "pt" });

    private static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };
}
