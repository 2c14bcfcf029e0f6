using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>No call leaves a live tensor behind but its result, whether it succeeds or fails.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TensorLifetimeTests
{
    [Theory]
    [InlineData("zip.pth", 10)]
    [InlineData("views.pth", 3)]
    [InlineData("shared_storage.pth", 3)]
    [InlineData("legacy.pth", 10)]
    [InlineData("plain.safetensors", 10)]
    internal void Read_File_LeavesItsTensorsOnly(string name, int tensors)
    {
        long before = Tensor.TotalCount;
        StateDict state = StateDictFile.Read(Fixture.Path(name));
        Tensor.TotalCount.Should().Be(before + tensors);
        state.Dispose();
        Tensor.TotalCount.Should().Be(before);
        StateDictFile.Inspect(Fixture.Path(name));
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal void Read_DataDamagedInTheLastTensor_LeavesNothing()
    {
        byte[] file = Fixture.Bytes("types.pth");
        file[file.AsSpan().LastIndexOf(BitConverter.GetBytes(-1.5f))] ^= 1;
        using var stream = new MemoryStream(file);
        long before = Tensor.TotalCount;
        Action reading = () => StateDictFile.Read(stream);
        reading.Should().ThrowExactly<InvalidDataException>();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal void LoadWeights_AdaptedAndConverted_LeavesNothing()
    {
        using var network = SmallNetwork.New(inputChannels: 1).to(ScalarType.Float64);
        network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { AdaptInputChannels = true });
        long before = Tensor.TotalCount;
        network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { AdaptInputChannels = true });
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal void SaveWeights_OfViewsAndParameters_LeavesNothing()
    {
        using var network = SmallNetwork.New();
        using StateDict views = StateDictFile.Read(Fixture.Path("views.pth"));
        using var file = TemporaryFile.New();
        long before = Tensor.TotalCount;
        network.SaveWeights(file.Path);
        StateDictFile.Write(file.Path, views);
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal void FromFile_GoodAndBad_LeavesNoMoreThanANetworkThatIsDisposed()
    {
        using var good = TemporaryFile.New();
        using var foreign = TemporaryFile.New();
        using var bad = TemporaryFile.New();
        var options = new Dictionary<string, string> { ["googlenetsharp.options"] = """{"Preset":"Cifar"}""" };
        Save(good);
        using (Tensor tensor = ones(2))
        using (StateDict saved = StateDictFile.Read(good.Path))
        {
            StateDictFile.Write(foreign.Path, [new("w", tensor)], options);
            StateDictFile.Write(bad.Path, [.. saved, new("w", tensor)], options);
        }

        long left = TensorsLeftBy(() => Save(good));
        long withoutMemory = TensorsLeftBy(() =>
        {
            using var network = new GoogLeNet(GoogLeNetOptions.Cifar, META);
            foreach (Tensor tensor in network.state_dict().Values) tensor.Dispose();
        });

        TensorsLeftBy(() => GoogLeNet.FromFile(good.Path).Dispose()).Should().Be(left + withoutMemory);
        TensorsLeftBy(() => Refused(bad)).Should().Be(withoutMemory, "no network with memory was made");
        TensorsLeftBy(() => Refused(foreign)).Should().Be(withoutMemory);
    }

    private static void Refused(TemporaryFile file) =>
        ((Action)(() => GoogLeNet.FromFile(file.Path))).Should().ThrowExactly<InvalidDataException>();

    private static void Save(TemporaryFile file)
    {
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
        network.SaveWeights(file.Path);
    }

    // Disposing a module of TorchSharp does not dispose the buffers of its layers.
    private static long TensorsLeftBy(Action action)
    {
        long before = CountAfterCollection();
        action();
        return CountAfterCollection() - before;
    }

    private static long CountAfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
