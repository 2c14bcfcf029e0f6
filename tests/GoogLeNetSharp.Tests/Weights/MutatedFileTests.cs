using CsCheck;
using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Files broken at random with a fixed seed, and files cut off at every byte. The long run is a command of the benchmarks
/// project.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class MutatedFileTests
{
    private const int FilesPerFormat = 1500;
    private const ulong Seed = 20140917;

    /// <summary>The formats of <see cref="FuzzSeeds"/>.</summary>
    public static TheoryData<string> Formats => [.. FuzzSeeds.All(Fixture.Path("")).Select(seeds => seeds.Format)];

    [Theory]
    [MemberData(nameof(Formats))]
    internal void Read_MutatedFiles_AreReadOrRefusedProperly(string format)
    {
        FuzzSeeds seeds = FuzzSeeds.All(Fixture.Path("")).Single(s => s.Format == format);
        using var target = new FuzzTarget(FuzzSeeds.Network());
        var random = new PCG(1, Seed);
        for (int i = 0; i < FilesPerFormat; i++)
        {
            Mutation[] mutations = Mutation.Some.Generate(random, null, out _);
            byte[] file = seeds.Files[i % seeds.Files.Count].Mutate(mutations);
            target.Try(file).Should().BeNull($"file {i} of seed {Seed}: {string.Join(", ", mutations.Select(m => m.ToString()))}");
        }

        target.Refused.Should().BeGreaterThan(FilesPerFormat / 10);
    }

    [Theory]
    [InlineData("plain.safetensors")]
    [InlineData("zip.pth")]
    [InlineData("deflated.pth")]
    [InlineData("network.pth")]
    [InlineData("legacy.pth")]
    [InlineData("legacy_views.pth")]
    [InlineData("onnx_lenet.onnx")]
    internal void Read_CutOffAtEveryByte_Throws(string name)
    {
        byte[] file = Fixture.Bytes(name);
        for (int length = 0; length < file.Length; length++) ShouldBeRefused(file[..length], length);
    }

    [Fact]
    internal void Read_TorchSharpFileCutOffAtEveryByte_Throws()
    {
        byte[] file = FuzzSeeds.All(Fixture.Path("")).Single(s => s.Format == "torchsharp").Files[0].Bytes;
        for (int length = 0; length < file.Length; length++) ShouldBeRefused(file[..length], length);
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("network.pth")]
    internal void Read_ZipWithAFlippedByte_ThrowsOrGivesTheSameTensors(string name)
    {
        byte[] file = Fixture.Bytes(name);
        IReadOnlyList<ExpectedTensor> expected = Fixture.Expected(name);
        for (int at = 0; at < file.Length; at++)
        {
            byte[] flipped = [.. file];
            flipped[at] ^= 0xff;
            using var stream = new MemoryStream(flipped);
            try
            {
                using StateDict state = StateDictFile.Read(stream);
                state.Keys.Should().Equal(expected.Select(e => e.Name));
                foreach (ExpectedTensor tensor in expected) tensor.ShouldBe(state[tensor.Name]);
            }
            catch (InvalidDataException e)
            {
                e.Message.Should().StartWith("stream: ");
            }
        }
    }

    private static void ShouldBeRefused(byte[] file, int length)
    {
        using var stream = new MemoryStream(file);
        Action reading = () => StateDictFile.Read(stream).Dispose();
        reading.Should().ThrowExactly<InvalidDataException>($"only {length} bytes are there").WithMessage("stream*");
    }
}
