using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Loading into modules: what fits, what does not, and that a failure changes nothing.</summary>
public sealed class LoadWeightsTests
{
    [Theory]
    [InlineData("network.pth")]
    [InlineData("network_legacy.pth")]
    internal void LoadWeights_CheckpointOfPyTorch_FillsTheModule(string name)
    {
        using var network = SmallNetwork.New();

        LoadWeightsReport report = network.LoadWeights(Fixture.Path(name));

        report.Loaded.Should().Equal(network.state_dict().Keys).And.HaveCount(9);
        foreach (ExpectedTensor expected in Fixture.Expected(name)) expected.ShouldBe(network.state_dict()[expected.Name]);
        network.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    [Fact]
    internal void LoadWeights_OtherKeysShapesAndTypes_ListsThemAllSortedAndChangesNothing()
    {
        using var network = nn.Sequential(("0", nn.Conv2d(1, 2, 1)), ("1", nn.BatchNorm2d(2)), ("3", nn.Linear(8, 5)),
            ("4", nn.Linear(5, 1)));
        network.get_buffer("1.num_batches_tracked").Should().NotBeNull();
        Dictionary<string, byte[]> before = SmallNetwork.Snapshot(network);

        Action loading = () => network.LoadWeights(Fixture.Path("network.pth"));

        WeightsMismatchException error = loading.Should().ThrowExactly<WeightsMismatchException>().Which;
        error.Message.Should().Be(
            $"{Fixture.Path("network.pth")} does not fit Sequential; 5 keys differ, nothing was loaded:\n"
            + "  0.weight: Misshaped, expected Float32 [2, 1, 1, 1], found Float32 [2, 3, 1, 1]\n"
            + "  3.bias: Misshaped, expected Float32 [5], found Float32 [3]\n"
            + "  3.weight: Misshaped, expected Float32 [5, 8], found Float32 [3, 8]\n"
            + "  4.bias: Missing, expected Float32 [1], found nothing\n"
            + "  4.weight: Missing, expected Float32 [1, 5], found nothing");
        error.Mismatches.Select(m => m.Name).Should().BeInAscendingOrder(StringComparer.Ordinal);
        SmallNetwork.ShouldBe(network, before);
    }

    [Fact]
    internal void LoadWeights_NotStrict_ReportsMissingAndUnexpected()
    {
        using var network = nn.Sequential(("0", nn.Conv2d(3, 2, 1)), ("new", nn.Linear(1, 1)));

        LoadWeightsReport report = network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { Strict = false });

        report.Loaded.Should().Equal("0.weight", "0.bias");
        report.Missing.Should().Equal("new.bias", "new.weight");
        report.Unexpected.Should().Equal("1.bias", "1.num_batches_tracked", "1.running_mean", "1.running_var", "1.weight", "3.bias",
            "3.weight");
    }

    [Fact]
    internal void LoadWeights_NotStrictButAnotherShape_StillThrows()
    {
        using var network = SmallNetwork.New(classes: 4);
        Action loading = () => network.LoadWeights(Fixture.Path("network.pth"), new LoadWeightsOptions { Strict = false });
        loading.Should().ThrowExactly<WeightsMismatchException>().Which.Mismatches.Should().HaveCount(2);
    }

    [Fact]
    internal void LoadWeights_SizesThatWouldBroadcast_Throws()
    {
        using var network = SmallNetwork.New(classes: 1);
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);
        using var wider = SmallNetwork.New(classes: 2);
        Action loading = () => wider.LoadWeights(file.Path);
        loading.Should().ThrowExactly<WeightsMismatchException>();
    }

    [Fact]
    internal void LoadWeights_IntegerWhereAFloatBelongs_Throws()
    {
        using var network = nn.Linear(3, 2, hasBias: false);
        using var file = TemporaryFile.New();
        using Tensor integers = ones(2, 3, dtype: ScalarType.Int32);
        StateDictFile.Write(file.Path, [new("weight", integers)]);

        Action loading = () => network.LoadWeights(file.Path, new LoadWeightsOptions { Strict = false });

        loading.Should().ThrowExactly<WeightsMismatchException>().Which.Mismatches.Should()
            .Equal(new WeightMismatch("weight", WeightMismatchKind.Mistyped, "Float32 [2, 3]", "Int32 [2, 3]"));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    internal void LoadWeights_OtherFloatingType_ConvertsAndReports(ScalarType type)
    {
        using var network = nn.Linear(3, 2, hasBias: false);
        using var file = TemporaryFile.New();
        using Tensor values = tensor(new[] { 1f, -2f, 0.5f, 4f, 0f, 8f }).reshape(2, 3).to(type);
        StateDictFile.Write(file.Path, [new("weight", values)]);

        LoadWeightsReport report = network.LoadWeights(file.Path);

        report.Converted.Should().Equal(new WeightNote("weight", $"{type} to Float32"));
        network.weight!.dtype.Should().Be(ScalarType.Float32);
        network.weight.data<float>().ToArray().Should().Equal(1f, -2f, 0.5f, 4f, 0f, 8f);
    }

    [Fact]
    internal void LoadWeights_ViewWithStridesIntoAChannelsLastModule_CopiesElementByElement()
    {
        using var network = nn.Linear(3, 4, hasBias: false);
        using var file = TemporaryFile.New();
        using (no_grad())
        using (Tensor transposed = network.weight!.t().contiguous().t())
        {
            network.weight = new TorchSharp.Modules.Parameter(transposed);
        }

        LoadWeightsReport report = network.LoadWeights(
            Fixture.Path("views.pth"), new LoadWeightsOptions
            {
                Strict = false,
                RenameKey = name => name == "transposed" ? "weight" : name,
            });

        report.Loaded.Should().Equal("weight");
        network.weight.stride().Should().Equal(1, 4);
        Fixture.Expected("views.pth").Single(t => t.Name == "transposed").ShouldBe(network.weight);
    }

    [Fact]
    internal void LoadWeights_CounterAbsent_IsTakenAsZero()
    {
        using var network = SmallNetwork.New();
        network.LoadWeights(Fixture.Path("network.pth"));
        network.state_dict()["1.num_batches_tracked"].item<long>().Should().Be(1);
        using var file = TemporaryFile.New();
        StateDictFile.Write(file.Path, network.state_dict().Where(entry => !entry.Key.EndsWith("tracked", StringComparison.Ordinal)));

        LoadWeightsReport report = network.LoadWeights(file.Path);

        report.Zeroed.Should().Equal("1.num_batches_tracked");
        network.state_dict()["1.num_batches_tracked"].item<long>().Should().Be(0);
    }

    [Fact]
    internal void LoadWeights_TiedParameters_TakeTheLastOfTheFile()
    {
        using var a = nn.Linear(3, 2, hasBias: false);
        using var b = nn.Linear(3, 2, hasBias: false);
        using Tensor memory = a.weight!.detach();
        b.weight = new TorchSharp.Modules.Parameter(memory);
        using var network = nn.Sequential(("a", a), ("b", b));
        using var file = TemporaryFile.New();
        using Tensor ones = torch.ones(2, 3), twos = ones + 1;
        StateDictFile.Write(file.Path, [new("a.weight", ones), new("b.weight", twos)]);
        network.LoadWeights(file.Path).Loaded.Should().Equal("a.weight", "b.weight");
        a.weight.data<float>().ToArray().Should().Equal(2f, 2f, 2f, 2f, 2f, 2f);
    }

    [Fact]
    internal void LoadWeights_DamagedData_ChangesNothing()
    {
        byte[] file = Fixture.Bytes("network.pth");
        using var network = SmallNetwork.New();
        byte[] bias = [.. Fixture.Expected("network.pth").Single(t => t.Name == "3.bias")
            .Values.SelectMany(v => BitConverter.GetBytes((float)v))];
        file[file.AsSpan().IndexOf(bias)] ^= 1;
        Dictionary<string, byte[]> before = SmallNetwork.Snapshot(network);
        using var stream = new MemoryStream(file);

        Action loading = () => network.LoadWeights(stream, null);

        loading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage("stream: entry 'network/data/8': the checksum is *, but the file says *: the data is damaged");
        SmallNetwork.ShouldBe(network, before);
    }

    [Fact]
    internal void LoadWeights_Cancelled_ChangesNothing()
    {
        using var network = SmallNetwork.New();
        Dictionary<string, byte[]> before = SmallNetwork.Snapshot(network);
        using var cancellation = new CancellationTokenSource();
        var progress = new Progress(seen =>
        {
            if (seen.BytesDone == seen.BytesTotal) cancellation.Cancel();
        });

        Action loading = () => network.LoadWeights(Fixture.Path("network.pth"), null, progress, cancellation.Token);

        loading.Should().Throw<OperationCanceledException>();
        SmallNetwork.ShouldBe(network, before);
    }

    [Fact]
    internal void LoadWeights_Progress_EndsWithAllBytes()
    {
        using var network = SmallNetwork.New();
        var seen = new List<WeightsProgress>();
        network.LoadWeights(Fixture.Path("network.pth"), progress: new Progress(seen.Add));
        seen.Should().HaveCount(9);
        seen[^1].BytesDone.Should().Be(seen[^1].BytesTotal).And.Be(180);
    }

    [Fact]
    internal void LoadWeights_ModuleWhoseNamesBeginWithModule_KeepsThem()
    {
        using var inner = SmallNetwork.New();
        using var network = nn.Sequential(("module", inner));
        using var file = TemporaryFile.New();
        network.SaveWeights(file.Path);
        network.LoadWeights(file.Path).Loaded.Should().Contain("module.0.weight");
        inner.LoadWeights(file.Path).Loaded.Should().Contain("0.weight");
    }

    private sealed class Progress(Action<WeightsProgress> report) : IProgress<WeightsProgress>
    {
        public void Report(WeightsProgress value) => report(value);
    }
}
