using System.Numerics;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>
/// Reads the subset of Python's pickle language needed for state dicts and rejects everything else by name. Nothing is executed: only the
/// functions of <see cref="TorchGlobals"/> may be called, and they return descriptions.
/// </summary>
internal sealed class Unpickler
{
    private const int LongestText = 1_000_000;
    private const int LongestName = 256;

    // A tensor takes about 40 opcodes. Every opcode creates at most one small object, so this bounds time and memory.
    private const int MostOpcodes = 2_000_000;

    private const int NumberBytes = 24;
    private const int ContainerBytes = 48;
    private const int SlotBytes = 16;

    private readonly ForwardReader _reader;
    private readonly WorkBudget _budget;
    private readonly PickleStack _stack;
    private readonly TorchGlobals _globals;
    private long _opcodeAt;

    private Unpickler(ForwardReader reader, WorkBudget budget)
    {
        _reader = reader;
        _budget = budget;
        _stack = new PickleStack(budget, Error);
        _globals = new TorchGlobals(budget, Error);
    }

    /// <summary>Reads one pickle and leaves the reader after its last byte.</summary>
    internal static UnpickledValue Load(ForwardReader reader, WorkBudget budget)
    {
        var unpickler = new Unpickler(reader, budget);
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
            if (!Constant(opcode) && !Container(opcode) && !Inert(opcode)) Other(opcode);
        }

        throw Error($"the pickle has more than {MostOpcodes} opcodes");
    }

    private bool Constant(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: PushNumber(true); break;
            case PickleOpcode.NewFalse: PushNumber(false); break;
            case PickleOpcode.BinInt1: PushNumber((long)_reader.ReadByte()); break;
            case PickleOpcode.BinInt2: PushNumber((long)_reader.ReadUInt16()); break;
            case PickleOpcode.BinInt: PushNumber((long)_reader.ReadInt32()); break;
            case PickleOpcode.BinFloat: PushNumber(_reader.ReadBigEndianDouble()); break;
            case PickleOpcode.Long1: PushNumber(ReadLong()); break;
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
            case PickleOpcode.EmptyDict: PushContainer(new PickleDict(), 0); break;
            case PickleOpcode.EmptyList: PushContainer(new PickleList(), 0); break;
            case PickleOpcode.EmptyTuple: PushTuple([]); break;
            case PickleOpcode.Tuple1: PushTuple(PopMany(1)); break;
            case PickleOpcode.Tuple2: PushTuple(PopMany(2)); break;
            case PickleOpcode.Tuple3: PushTuple(PopMany(3)); break;
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Tuple: PushTuple(_stack.PopToMark()); break;
            case PickleOpcode.Append: Append([_stack.Pop()]); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool Inert(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.ShortBinBytes: SkipBytes(_reader.ReadByte(), "bytes"); break;
            case PickleOpcode.BinBytes: SkipBytes(_reader.ReadUInt32(), "bytes"); break;
            case PickleOpcode.BinBytes8: SkipBytes(_reader.ReadInt64(), "bytes"); break;
            case PickleOpcode.ByteArray8: SkipBytes(_reader.ReadInt64(), "bytearray"); break;
            case PickleOpcode.EmptySet: PushInert("set"); break;
            case PickleOpcode.FrozenSet:
                _stack.PopToMark();
                PushInert("frozenset");
                break;
            case PickleOpcode.AddItems:
                _stack.PopToMark();
                _stack.Peek<InertValue>("a set");
                break;
            default: return false;
        }

        return true;
    }

    private void SkipBytes(long count, string name)
    {
        if (count < 0) throw Error($"{count} bytes follow");
        _reader.Skip(count);
        PushInert(name);
    }

    private void PushInert(string name) => PushContainer(new InertValue(name), 0);

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

    private void PushTuple(object?[] items) => PushContainer(new PickleTuple(items), items.Length);

    private void PushContainer(object container, int items)
    {
        _budget.Memory(ContainerBytes + (SlotBytes * (long)items));
        _stack.Push(container);
    }

    private void PushNumber(object number)
    {
        _budget.Memory(NumberBytes);
        _stack.Push(number);
    }

    private object?[] PopMany(int count)
    {
        object?[] values = new object?[count];
        for (int i = count - 1; i >= 0; i--) values[i] = _stack.Pop();
        return values;
    }

    private void Append(object?[] values)
    {
        var list = _stack.Peek<PickleList>("a list");
        _budget.Memory(SlotBytes * (long)values.Length);
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

    // Module.state_dict() attaches a version table to its OrderedDict as an attribute. Loading needs neither it nor the state of an inert
    // object.
    private void Build()
    {
        object? state = _stack.Pop();
        if (_stack.PeekAny() is InertValue) return;
        if (state is not PickleDict) throw Error($"{PickleStack.Describe(state)} where the attributes of an OrderedDict belongs");
        _stack.Peek<PickleDict>("an OrderedDict");
    }

    private object ReadLong()
    {
        byte count = _reader.ReadByte();
        if (count == sizeof(long)) return _reader.ReadInt64();
        var value = new BigInteger(_reader.ReadBytes(count));
        if (value >= long.MinValue && value <= long.MaxValue) return (long)value;
        return value;
    }

    private string ReadText(long byteCount)
    {
        if (byteCount is < 0 or > LongestText) throw Error($"a text of {byteCount} bytes, the limit is {LongestText}");
        string text = _reader.ReadUtf8(byteCount);
        _budget.Text(text);
        return text;
    }

    private string ReadLine()
    {
        var bytes = new List<byte>();
        for (byte next = _reader.ReadByte(); next != '\n'; next = _reader.ReadByte())
        {
            if (bytes.Count == LongestName) throw Error($"the name of a global is longer than {LongestName} bytes");
            if (next is < 0x20 or > 0x7e)
            {
                throw InvalidFile.At(_reader.Source.Name, _reader.Position - 1, $"the name of a global holds the byte 0x{next:x2}");
            }
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
