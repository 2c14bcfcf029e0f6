using System.Buffers.Binary;
using System.Text;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Writes pickles opcode by opcode, sound ones and unsound ones.</summary>
internal sealed class PickleMaker
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<string, byte> _memo = [];
    private readonly bool _memoizes;

    private PickleMaker(bool memoizes) => _memoizes = memoizes;

    internal int Length => _bytes.Count;

    /// <param name="memoizes">Whether a global is written once and then taken from the memo, as Python does.</param>
    internal static PickleMaker Begin(bool memoizes = false) => new PickleMaker(memoizes).Raw(0x80, 2);

    /// <summary>A whole state dict of one tensor.</summary>
    internal static byte[] OneTensor(
        string name = "w", string key = "0", string type = "FloatStorage", long count = 2, long offset = 0, long[]? shape = null,
        long[]? strides = null) =>
        Begin().Op('}').Op('(').Text(name).Tensor(key, type, count, offset, shape ?? [2], strides ?? [1]).Op('u').End();

    internal PickleMaker Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal PickleMaker Op(char opcode) => Raw((byte)opcode);

    internal PickleMaker Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Raw(length).Raw(utf8);
    }

    internal PickleMaker Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    internal PickleMaker Global(string module, string name)
    {
        string global = $"{module}\n{name}\n";
        if (_memo.TryGetValue(global, out byte index)) return Op('h').Raw(index);
        Op('c').Raw(Encoding.ASCII.GetBytes(global));
        if (!_memoizes) return this;
        _memo.Add(global, (byte)_memo.Count);
        return Op('q').Raw(_memo[global]);
    }

    internal PickleMaker Numbers(long[] values)
    {
        Op('(');
        foreach (long value in values) Number(value);
        return Op('t');
    }

    internal PickleMaker StorageId(string key, string type, long count) =>
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count).Op('t').Op('Q');

    internal PickleMaker Tensor(string key, string type, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').StorageId(key, type, count).Number(offset).Numbers(shape).Numbers(strides)
            .Raw(0x89).Op('}').Op('t').Op('R');

    internal byte[] End() => [.. Op('.')._bytes];

    internal byte[] ToBytes() => [.. _bytes];
}
