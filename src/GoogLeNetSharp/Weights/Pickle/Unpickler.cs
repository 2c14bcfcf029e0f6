using System.Numerics;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>
/// Reads the part of Python's pickle language that a state dict needs, and refuses the rest by name. Nothing is executed: calls are only accepted
/// for the functions of <see cref="TorchGlobals"/>, and those return descriptions.
/// </summary>
internal sealed class Unpickler
{
    private const int LongestText = 1_000_000;
    private const int LongestName = 256;

    // About 40 opcodes describe a tensor. Every opcode makes at most one small object, so this bounds time and memory.
    private const int MostOpcodes = 4_000_000;

    private readonly ForwardReader _reader;
    private readonly PickleStack _stack;
    private readonly TorchGlobals _globals;
    private long _opcodeAt;

    private Unpickler(ForwardReader reader)
    {
        _reader = reader;
        _stack = new PickleStack(Error);
        _globals = new TorchGlobals(Error);
    }

    /// <summary>Reads one pickle and leaves the reader behind its last byte.</summary>
    internal static UnpickledValue Load(ForwardReader reader)
    {
        var unpickler = new Unpickler(reader);
        return new UnpickledValue(unpickler.Load(), unpickler._globals.Storages);
    }

    private object? Load()
    {
        if (Next() != PickleOpcode.Proto) throw Error($"no pickle begins here");
        byte protocol = _reader.ReadByte();
        if (protocol is < 2 or > 5) throw Error($"the pickle has protocol {protocol}; 2 to 5 are read");

        for (int i = 0; i < MostOpcodes; i++)
        {
            PickleOpcode opcode = Next();
            if (opcode == PickleOpcode.Stop) return _stack.PopResult();
            if (!Constant(opcode) && !Container(opcode)) Other(opcode);
        }

        throw Error($"the pickle has more than {MostOpcodes} opcodes");
    }

    private bool Constant(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt1: _stack.Push((long)_reader.ReadByte()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)_reader.ReadUInt16()); break;
            case PickleOpcode.BinInt: _stack.Push((long)_reader.ReadInt32()); break;
            case PickleOpcode.BinFloat: _stack.Push(_reader.ReadBigEndianDouble()); break;
            case PickleOpcode.Long1: _stack.Push(ReadLong()); break;
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString: _stack.Push(ReadText(_reader.ReadByte())); break;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: _stack.Push(ReadText(_reader.ReadUInt32())); break;
            case PickleOpcode.BinUnicode8: _stack.Push(ReadText(_reader.ReadInt64())); break;
            default: return false;
        }

        return true;
    }

    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDict()); break;
            case PickleOpcode.EmptyList: _stack.Push(new PickleList()); break;
            case PickleOpcode.EmptyTuple: _stack.Push(new PickleTuple([])); break;
            case PickleOpcode.Tuple1: PushTuple(1); break;
            case PickleOpcode.Tuple2: PushTuple(2); break;
            case PickleOpcode.Tuple3: PushTuple(3); break;
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); break;
            case PickleOpcode.Append: Append([_stack.Pop()]); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private void Other(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinGet: _stack.Get(_reader.ReadByte()); break;
            case PickleOpcode.LongBinGet: _stack.Get(_reader.ReadUInt32()); break;
            case PickleOpcode.BinPut: _stack.Put(_reader.ReadByte()); break;
            case PickleOpcode.LongBinPut: _stack.Put(_reader.ReadUInt32()); break;
            case PickleOpcode.Memoize: _stack.Memoize(); break;
            case PickleOpcode.Global: _stack.Push(_globals.Find(ReadLine(), ReadLine())); break;
            case PickleOpcode.StackGlobal: PushStackGlobal(); break;
            case PickleOpcode.Reduce: Reduce(); break;
            case PickleOpcode.Build: Build(); break;
            case PickleOpcode.BinPersId: _stack.Push(_globals.Storage(_stack.Pop<PickleTuple>("a persistent id").Items)); break;
            case PickleOpcode.Frame: _reader.ReadInt64(); break;
            default: throw Error($"the opcode 0x{(byte)opcode:x2} is none that a state dict needs; nothing was run");
        }
    }

    private void PushTuple(int count) => _stack.Push(new PickleTuple(PopMany(count)));

    private object?[] PopMany(int count)
    {
        object?[] values = new object?[count];
        for (int i = count - 1; i >= 0; i--) values[i] = _stack.Pop();
        return values;
    }

    private void Append(object?[] values)
    {
        var list = _stack.Peek<PickleList>("a list");
        foreach (object? value in values) list.Add(value);
        _stack.CheckDepth(list);
    }

    private void SetItems(object?[] values)
    {
        var dict = _stack.Peek<PickleDict>("a dict");
        if (values.Length % 2 != 0) throw Error($"a key without a value is put into a dict");
        for (int i = 0; i < values.Length; i += 2) _globals.Add(dict, values[i], values[i + 1]);
        _stack.CheckDepth(dict);
    }

    private void PushStackGlobal()
    {
        string name = _stack.Pop<string>("the name of a global");
        _stack.Push(_globals.Find(_stack.Pop<string>("the module of a global"), name));
    }

    private void Reduce()
    {
        var arguments = _stack.Pop<PickleTuple>("the arguments of a call");
        _stack.Push(_globals.Call(_stack.Pop(), arguments.Items));
    }

    // Module.state_dict() hangs a version table on its OrderedDict as an attribute; loading does not need it.
    private void Build()
    {
        _stack.Pop<PickleDict>("the attributes of an OrderedDict");
        _stack.Peek<PickleDict>("an OrderedDict");
    }

    private object ReadLong()
    {
        var value = new BigInteger(_reader.ReadBytes(_reader.ReadByte()));
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    private string ReadText(long byteCount)
    {
        if (byteCount is < 0 or > LongestText) throw Error($"a text of {byteCount} bytes, the limit is {LongestText}");
        return _reader.ReadUtf8(byteCount);
    }

    private string ReadLine()
    {
        var bytes = new List<byte>();
        for (byte next = _reader.ReadByte(); next != '\n'; next = _reader.ReadByte())
        {
            if (bytes.Count == LongestName) throw Error($"the name of a global is longer than {LongestName} bytes");
            if (next is < 0x20 or > 0x7e) throw InvalidFile.At(_reader.Source.Name, _reader.Position - 1, $"the name of a global holds the byte 0x{next:x2}");
            bytes.Add(next);
        }

        return System.Text.Encoding.ASCII.GetString([.. bytes]);
    }

    private PickleOpcode Next()
    {
        _opcodeAt = _reader.Position;
        return (PickleOpcode)_reader.ReadByte();
    }

    private InvalidDataException Error(FormattableString cause) => InvalidFile.At(_reader.Source.Name, _opcodeAt, cause);
}
