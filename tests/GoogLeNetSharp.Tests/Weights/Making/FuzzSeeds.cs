using System.IO.Compression;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Sound files of a format that mutations start from, told apart by format.</summary>
internal sealed record FuzzSeeds(string Format, IReadOnlyList<FuzzSeed> Files)
{
    /// <summary>All formats; zip archives once as they are and once with a mutated pickle under right checksums, which gets
    /// deeper.</summary>
    internal static IReadOnlyList<FuzzSeeds> All(string fixtures)
    {
        byte[][] zips =
            [.. Fixtures(fixtures, "zip.pth", "views.pth", "parameters.pth", "nested_state_dict.pth", "network.pth", "deflated.pth")];
        return
        [
            new("safetensors", [.. Plain([.. Fixtures(fixtures, "plain.safetensors"), Safetensors(fixtures)])]),
            new("zip", [.. Plain(zips)]),
            new("pickle-in-zip", [.. zips.Select(zip => new FuzzSeed(Pickle(zip), pickle => Repack(zip, pickle)))]),
            new("legacy", [.. Plain(Fixtures(fixtures, "legacy.pth", "network_legacy.pth", "legacy_views.pth"))]),
            new("torchsharp", [.. Plain([TorchSharpFile(fixtures)])]),
            new("onnx-weights", [.. Plain([OnnxFile(fixtures), .. Fixtures(fixtures, "onnx_equal.onnx", "onnx_lenet.onnx")])]),
        ];
    }

    internal static nn.Module<Tensor, Tensor> Network() =>
        nn.Sequential(nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 3));

    private static IEnumerable<FuzzSeed> Plain(IEnumerable<byte[]> files) => files.Select(file => new FuzzSeed(file, bytes => bytes));

    private static IEnumerable<byte[]> Fixtures(string folder, params string[] names) =>
        names.Select(name => File.ReadAllBytes(Path.Combine(folder, name)));

    private static byte[] Safetensors(string fixtures)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        using (StateDict state = StateDictFile.Read(Path.Combine(fixtures, "network.pth"))) StateDictFile.Write(path, state);
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        return file;
    }

    private static byte[] TorchSharpFile(string fixtures)
    {
        using var network = Network();
        network.LoadWeights(Path.Combine(fixtures, "network.pth"));
        using var stream = new MemoryStream();
        network.save(stream);
        return stream.ToArray();
    }

    private static byte[] OnnxFile(string fixtures)
    {
        using var network = Network();
        network.LoadWeights(Path.Combine(fixtures, "network.pth"));
        using var stream = new MemoryStream();
        network.ExportOnnx(stream, new OnnxExportOptions { Height = 2, Width = 2, FoldBatchNorm = false });
        return stream.ToArray();
    }

    private static byte[] Pickle(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using Stream entry = archive.Entries.Single(e => e.Name == "data.pkl").Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Repack(byte[] zip, byte[] pickle)
    {
        var maker = new ZipMaker();
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream data = entry.Open();
            using var copy = new MemoryStream();
            data.CopyTo(copy);
            maker.Add(entry.FullName, entry.Name == "data.pkl" ? pickle : copy.ToArray());
        }

        return maker.End();
    }
}
