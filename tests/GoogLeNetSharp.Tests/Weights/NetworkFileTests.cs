using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Files that say which network they hold.</summary>
public sealed class NetworkFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Load_NetworkOfTheLibrary_IsOfItsClassWithItsWeights()
    {
        using var saved = new LeNet(LeNetOptions.Default);
        saved.SaveWeights(_directory["net.safetensors"]);

        using var loaded = NetworkFile.Load(_directory["net.safetensors"]);

        loaded.Should().BeOfType<LeNet>();
        loaded.state_dict()["conv1.weight"].data<float>().ToArray().Should()
            .Equal(saved.state_dict()["conv1.weight"].data<float>().ToArray());
    }

    [Fact]
    internal void Load_FileWithoutDescription_SaysSo()
    {
        using (var naive = new InceptionNaive(4, 1, 1, 1)) naive.SaveWeights(_directory["other.safetensors"]);

        FluentActions.Invoking(() => NetworkFile.Load(_directory["other.safetensors"])).Should().Throw<ArgumentException>().WithMessage(
            "path: *other.safetensors (Safetensors) does not say which network it holds; create the network with its options and call "
            + "LoadWeights.*");
    }

    [Fact]
    internal void Load_NoPath_IsRefused() =>
        FluentActions.Invoking(() => NetworkFile.Load("")).Should().Throw<ArgumentException>().WithParameterName("path");
}
