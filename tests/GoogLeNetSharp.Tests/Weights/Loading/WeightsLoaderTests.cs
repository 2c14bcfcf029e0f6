using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Loading;

/// <summary>Views that would take more time or memory than their file gives reason for.</summary>
public sealed class WeightsLoaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Load_OverlappingElements_Throws(bool deflate)
    {
        using var network = nn.Linear(2, 2, hasBias: false);
        byte[] pickle = PickleMaker.OneTensor("weight", count: 3, shape: [2, 2], strides: [1, 1]);
        Refused(network, Zip(pickle, 12, deflate), "stream: tensor 'weight': shape [2, 2] has strides that overlap: [1, 1]");
    }

    [Fact]
    internal void Load_CrosswiseElementsFarApart_Throws()
    {
        const int Size = 500;
        using var network = nn.Linear(Size, Size, hasBias: false);
        int count = (8193 * (Size - 1)) + 1;
        byte[] pickle = PickleMaker.OneTensor("weight", count: count, shape: [Size, Size], strides: [4097, 4096]);
        Refused(network, Zip(pickle, 4 * count, deflate: false),
            "stream: tensor 'weight': shape [500, 500] has strides that overlap: [4097, 4096]");
    }

    [Fact]
    internal void Load_ManyViewsOfElementsFarApart_Throws()
    {
        const int Views = 40, Elements = 500, Count = 4096 * Elements;
        using var network = nn.Sequential(
            [.. Enumerable.Range(0, Views).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(Elements, 1, hasBias: false)))]);
        PickleMaker pickle = PickleMaker.Begin().Op('}');
        for (int i = 0; i < Views; i++) pickle.Text($"{i}.weight").Tensor("0", "FloatStorage", Count, i, [1, Elements], [1, 4096]).Op('s');
        byte[] zip = Zip(pickle.End(), 4 * Count, deflate: false);
        long limit = (64 << 20) + (16L * zip.Length);
        string place = $"tensor '{limit / ((4L * 4096 * (Elements - 1)) + 4 - (4 * Elements))}.weight'";
        string cause =
            $"views up to this one read more than {limit} bytes between their elements, the limit for a file of "
            + $"{zip.Length} bytes";
        Refused(network, zip, $"stream: {place}: {cause}");
    }

    [Fact]
    internal void Load_ManyViewsIntoTheEndOfACompressedStorage_Throws()
    {
        const int Count = 10 << 20;
        using var network = nn.Sequential(
            [.. Enumerable.Range(0, 2).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(1, 1, hasBias: false)))]);
        PickleMaker pickle = PickleMaker.Begin().Op('}');
        foreach (string name in new[] { "0.weight", "1.weight" })
        {
            pickle.Text(name).Tensor("0", "FloatStorage", Count, Count - 1, [1, 1], [1, 1]).Op('s');
        }
        byte[] zip = Zip(pickle.End(), 4 * Count, deflate: true);
        Refused(
            network, zip,
            $"stream: central directory: the compressed entries unpack to {8 * Count} bytes, above the limit of "
            + $"{(64 << 20) + (4 * zip.Length)} for a file of {zip.Length}");
    }

    [Fact]
    internal void Load_FewBytesSpreadOverManyInputChannels_AreNotAdapted()
    {
        using var network = nn.Conv2d(1, 1, 1, bias: false);
        byte[] pickle = PickleMaker.OneTensor("weight", count: 1, shape: [1, 1L << 40, 1, 1], strides: [0, 0, 0, 0]);
        Refused(
            network,
            Zip(pickle, 4, deflate: false),
            "stream: tensor 'weight': 4398046511104 bytes seen through strides of 0 in a storage of 4 are not adapted",
            new LoadWeightsOptions { AdaptInputChannels = true });
    }

    private static byte[] Zip(byte[] pickle, int bytes, bool deflate) =>
        ZipMaker.Start(pickle).Add("a/data/0", new byte[bytes], deflate).End();

    private static void Refused(nn.Module network, byte[] file, string message, LoadWeightsOptions? options = null)
    {
        Dictionary<string, byte[]> before = SmallNetwork.Snapshot(network);
        using var stream = new MemoryStream(file);
        Action loading = () => network.LoadWeights(stream, options);
        loading.Should().ThrowExactly<InvalidDataException>().Which.Message.Should().Be(message);
        SmallNetwork.ShouldBe(network, before);
    }
}
