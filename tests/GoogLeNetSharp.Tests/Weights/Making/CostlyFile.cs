using System.Text;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>A small file that describes much: the kinds of files that cost their readers more than they are.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Bytes">The file.</param>
internal sealed record CostlyFile(string Kind, byte[] Bytes)
{
    /// <summary>The kinds; each is made at the size that its tests use times a scale.</summary>
    internal static IReadOnlyList<(string Kind, Func<double, byte[]> Make)> Kinds { get; } =
    [
        ("one list of pairs made a dict again and again", scale => DictsOfOneList((int)(20_000 * scale), (int)(10_000 * scale))),
        ("one long text hashed again and again", scale => TextHashed((int)(1_000_000 * Math.Min(scale, 1)), (int)(100_000 * scale))),
        ("very many names of one tensor", scale => NamesOfOneTensor((int)(200_000 * scale))),
        ("very many empty tensors of TorchSharp", scale => EmptyTensors((int)(1_000_000 * scale))),
        ("very many entries of safetensors", scale => Entries((int)(1_000_000 * scale))),
        ("a compressed storage of zeros", scale => Zeros((int)(100_000_000 * scale))),
        ("a long folder before every name", scale => LongFolder((int)(600 * scale))),
        ("elements far apart", scale => ElementsApart((int)(3_000 * scale))),
    ];

    /// <summary>A file of a kind.</summary>
    internal static CostlyFile Of(string kind, double scale = 1) => new(kind, Kinds.Single(entry => entry.Kind == kind).Make(scale));

    private static byte[] DictsOfOneList(int pairs, int dicts)
    {
        PickleMaker pickle = PickleMaker.Begin().Global("collections", "OrderedDict").Op('q').Raw(0).Op(']').Op('(');
        for (int i = 0; i < pairs; i++) pickle.Number(i).Op('N').Raw(0x86);
        pickle.Op('e').Raw(0x85).Op('q').Raw(1);
        for (int i = 0; i < dicts; i++) pickle.Op('h').Raw(0).Op('h').Raw(1).Op('R');
        return ZipMaker.Checkpoint(pickle.End());
    }

    private static byte[] TextHashed(int length, int times)
    {
        PickleMaker pickle = PickleMaker.Begin().Text(new string('x', length)).Op('q').Raw(0);
        for (int i = 0; i < times; i++) pickle.Op('}').Op('h').Raw(0).Op('N').Op('s');
        return new ZipMaker().Add("a/data.pkl", pickle.End(), deflate: true).Add("a/version", "3\n"u8.ToArray()).End();
    }

    private static byte[] NamesOfOneTensor(int names)
    {
        long[] ones = [.. Enumerable.Repeat(1L, 64)];
        PickleMaker pickle = PickleMaker.Begin().Op('}').Op('(').Text("first").Tensor("0", "FloatStorage", 1, 0, ones, ones).Op('q').Raw(0);
        for (int i = 0; i < names; i++) pickle.Text($"{i}").Op('h').Raw(0);
        return ZipMaker.Checkpoint(pickle.Op('u').End(), ("0", new byte[4]));
    }

    private static byte[] EmptyTensors(int tensors)
    {
        using var file = new MemoryStream();
        for (uint rest = (uint)tensors; ; rest >>= 7)
        {
            file.WriteByte((byte)(rest < 128 ? rest : (rest & 127) | 128));
            if (rest < 128) break;
        }

        for (int i = 0; i < tensors; i++)
        {
            file.Write([7, .. Encoding.ASCII.GetBytes($"{i:D7}"), (byte)ScalarType.Byte, 64]);
            file.Write(new byte[64]);
        }

        return file.ToArray();
    }

    private static byte[] Entries(int entries)
    {
        var json = new StringBuilder("{");
        for (int i = 0; i < entries; i++)
        {
            json.Append(i == 0 ? "" : ",").Append($"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        }
        return SafetensorsMaker.File(json.Append('}').ToString(), 0);
    }

    private static byte[] Zeros(int bytes)
    {
        byte[] pickle = PickleMaker.Begin().Op('}').Text("w").Tensor("0", "ByteStorage", bytes, 0, [bytes], [1]).Op('s').End();
        return ZipMaker.Start(pickle).Add("a/data/0", new byte[bytes], deflate: true).End();
    }

    private static byte[] LongFolder(int storages)
    {
        string folder = new('f', 60_000);
        PickleMaker pickle = PickleMaker.Begin().Op('}').Op('(');
        for (int i = 0; i < storages; i++) pickle.Text($"{i}").Tensor($"{i}", "FloatStorage", 1, 0, [1], [1]);
        var zip = new ZipMaker().Add(folder + "/data.pkl", pickle.Op('u').End()).Add(folder + "/version", "3\n"u8.ToArray());
        for (int i = 0; i < storages; i++) zip.Add($"{folder}/data/{i}", new byte[4]);
        return zip.End();
    }

    // One row of a matrix whose rows lie 16 KB apart, transposed, so that each element is on a page of its own; read by many views.
    private static byte[] ElementsApart(int elements)
    {
        const int apart = 4096;
        long count = (long)elements * apart;
        PickleMaker pickle = PickleMaker.Begin().Op('}').Op('(');
        for (int view = 0; view < 64; view++) pickle.Text($"{view}").Tensor("0", "FloatStorage", count, view, [elements], [apart]);
        return ZipMaker.Checkpoint(pickle.Op('u').End(), ("0", new byte[count * sizeof(float)]));
    }
}
