using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights.Pickle;

/// <summary>One unsound pickle per error, in an otherwise sound checkpoint.</summary>
public sealed class UnpicklerTests
{
    private const string Place = "stream: a/data.pkl: ";

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "load")]
    [InlineData("torch", "FloatStorage.from_file")]
    [InlineData("collections", "defaultdict")]
    [InlineData("argparse", "Namespace")]
    internal void Load_ForbiddenGlobal_IsRefusedByName(string module, string name) => Refused(
        PickleMaker.Begin().Global(module, name).Op('(').Text("echo").Op('t').Op('R').End(),
        $"byte 2: the pickle asks for '{module}.{name}', which a state dict does not need; nothing was run");

    [Fact]
    internal void Load_ForbiddenGlobalFromTheStack_IsRefusedByName() => Refused(
        PickleMaker.Begin().Text("os").Text("system").Raw(0x93).End(),
        "byte 20: the pickle asks for 'os.system', which a state dict does not need; nothing was run");

    [Theory]
    [InlineData('i')]
    [InlineData('o')]
    [InlineData('I')]
    [InlineData('P')]
    [InlineData((char)0x81)]
    [InlineData((char)0x82)]
    [InlineData((char)0x8b)]
    [InlineData((char)0x92)]
    internal void Load_OpcodeThatAStateDictNeedsNot_Throws(char opcode) => Refused(
        PickleMaker.Begin().Op(opcode).End(), $"byte 2: the opcode 0x{(byte)opcode:x2} is none that a state dict needs; nothing was run");

    [Fact]
    internal void Load_NoProtocol_Throws() => Refused([(byte)'}', (byte)'.'], "byte 0: no pickle begins here");

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    internal void Load_OtherProtocol_Throws(byte protocol) => Refused(
        [0x80, protocol, (byte)'}', (byte)'.'], $"byte 0: the pickle has protocol {protocol}; 2 to 5 are read");

    [Fact]
    internal void Load_EmptyStack_Throws() => Refused(PickleMaker.Begin().Raw(0x85).End(), "byte 2: the stack is empty");

    [Fact]
    internal void Load_PopBelowTheMark_Throws() => Refused(PickleMaker.Begin().Op(']').Op('(').Op('a').End(), "byte 4: the stack is empty");

    [Fact]
    internal void Load_NoMark_Throws() => Refused(PickleMaker.Begin().Op('t').End(), "byte 2: no mark is set");

    [Fact]
    internal void Load_UnknownMemo_Throws() => Refused(PickleMaker.Begin().Op('h').Raw(7).End(), "byte 2: the memo has no entry 7");

    [Fact]
    internal void Load_PutOnEmptyStack_Throws() => Refused(PickleMaker.Begin().Op('q').Raw(0).End(), "byte 2: the stack is empty");

    [Fact]
    internal void Load_ValuesLeftBehind_Throws() => Refused(
        PickleMaker.Begin().Op('}').Op('}').End(), "byte 4: the pickle ends with 2 values and 0 marks on the stack instead of one value");

    [Fact]
    internal void Load_MarkLeftBehind_Throws() => Refused(
        PickleMaker.Begin().Op('}').Op('(').End(), "byte 4: the pickle ends with 1 values and 1 marks on the stack instead of one value");

    [Fact]
    internal void Load_NoEnd_Throws() => Refused(PickleMaker.Begin().Op('}').ToBytes(), "byte 3: 1 bytes are needed, but 0 are left");

    [Fact]
    internal void Load_MarksNestedDeeply_Throws() => Refused(
        PickleMaker.Begin().Raw([.. Enumerable.Repeat((byte)'(', 1000)]).End(), "byte 66: values are nested deeper than 64");

    [Fact]
    internal void Load_TuplesNestedDeeply_Throws() => Refused(
        PickleMaker.Begin().Op(')').Raw([.. Enumerable.Repeat((byte)0x85, 1000)]).End(), "byte 66: values are nested deeper than 64");

    [Fact]
    internal void Load_DictsNestedDeeply_Throws() => Refused(
        PickleMaker.Begin().Raw([.. Enumerable.Repeat<byte[]>([(byte)'}', (byte)'K', 1], 65).SelectMany(b => b)]).Op('N')
            .Raw([.. Enumerable.Repeat((byte)'s', 65)]).End(),
        "byte 262: values are nested deeper than 64");

    [Fact]
    internal void Load_ListThatHoldsItself_IsBoundedToo() => Refused(
        PickleMaker.Begin().Op(']').Op('q').Raw(0)
            .Raw([.. Enumerable.Repeat<byte[]>([(byte)'h', 0, (byte)'a'], 100).SelectMany(b => b)]).End(),
        "byte 196: values are nested deeper than 64");

    [Fact]
    internal void Load_KeyTwice_Throws() => Refused(
        PickleMaker.Begin().Op('}').Text("w").Op('N').Op('s').Text("w").Op('N').Op('s').End(),
        "byte 18: the key 'w' comes twice in a dict");

    [Fact]
    internal void Load_KeyWithoutValue_Throws() => Refused(
        PickleMaker.Begin().Op('}').Op('(').Text("w").Op('u').End(), "byte 10: a key without a value is put into a dict");

    [Fact]
    internal void Load_KeyThatIsATuple_Throws() => Refused(
        PickleMaker.Begin().Op('}').Op(')').Op('N').Op('s').End(),
        "byte 5: a tuple is the key of a dict, only texts and whole numbers of 64 bits are read");

    [Fact]
    internal void Load_AppendToADict_Throws() =>
        Refused(PickleMaker.Begin().Op('}').Op('N').Op('a').End(), "byte 4: a dict where a list belongs");

    [Fact]
    internal void Load_SetItemOnAList_Throws() => Refused(
        PickleMaker.Begin().Op(']').Text("w").Op('N').Op('s').End(), "byte 10: a list where a dict belongs");

    [Fact]
    internal void Load_CallOfAText_Throws() => Refused(
        PickleMaker.Begin().Text("w").Op(')').Op('R').End(), "byte 9: a text is called, which is not a function");

    [Fact]
    internal void Load_CallWithOtherArguments_Throws() => Refused(
        PickleMaker.Begin().Global("torch._utils", "_rebuild_tensor_v2").Op(')').Op('R').End(),
        "byte 36: RebuildTensorV2 is called with 0 arguments");

    [Fact]
    internal void Load_BuildOnATensor_Throws() => Refused(
        PickleMaker.Begin().Tensor("0", "FloatStorage", 2, 0, [2], [1]).Op('}').Op('b').End(),
        "byte 134: a tensor where an OrderedDict belongs");

    [Fact]
    internal void Load_PersistentIdOfAnotherKind_Throws() => Refused(
        PickleMaker.Begin().Text("module").Raw(0x85).Op('Q').End(),
        "byte 14: a persistent id is not ('storage', type, key, location, count)");

    [Fact]
    internal void Load_NegativeStorage_Throws() => Refused(
        PickleMaker.OneTensor(count: -1), "byte 102: the storage '0' has -1 elements");

    [Fact]
    internal void Load_StorageWithTwoTypes_Throws() => Refused(
        PickleMaker.Begin().StorageId("0", "FloatStorage", 2).StorageId("0", "IntStorage", 2).End(),
        "byte 117: the storage '0' is referred to with two types or sizes");

    [Fact]
    internal void Load_ShapeOfTexts_Throws() => Refused(
        PickleMaker.Begin().Global("torch._utils", "_rebuild_tensor").Op('(').StorageId("0", "FloatStorage", 2).Number(0).Text("2")
            .Raw(0x85).Op(')').Op('t').Op('R').End(),
        "byte 111: the shape of a tensor is not a tuple of whole numbers");

    [Fact]
    internal void Load_TooManyDimensions_Throws() => Refused(
        PickleMaker.OneTensor(shape: [.. Enumerable.Repeat(1L, 65)]),
        "byte 780: the shape of a tensor has 65 dimensions, at most 64 are allowed");

    [Fact]
    internal void Load_TextBeyondTheFile_Throws() => Refused(
        PickleMaker.Begin().Op('X').Raw(0x40, 0x42, 0, 0).End(), "byte 7: 16960 bytes are needed, but 1 are left");

    [Fact]
    internal void Load_TextAboveTheLimit_Throws() => Refused(
        PickleMaker.Begin().Op('X').Raw(0xff, 0xff, 0xff, 0xff).End(), "byte 2: a text of 4294967295 bytes, the limit is 1000000");

    [Fact]
    internal void Load_TextThatIsNotUtf8_Throws() => Refused(
        PickleMaker.Begin().Op('X').Raw(1, 0, 0, 0, 0xff).End(), "byte 7: a text of 1 bytes is not valid UTF-8");

    [Fact]
    internal void Load_LongGlobalName_Throws() => Refused(
        PickleMaker.Begin().Op('c').Raw([.. Enumerable.Repeat((byte)'a', 300)]).End(),
        "byte 2: the name of a global is longer than 256 bytes");

    [Fact]
    internal void Load_GlobalNameWithControlCharacter_Throws() => Refused(
        PickleMaker.Begin().Op('c').Raw(7).End(), "byte 3: the name of a global holds the byte 0x07");

    [Fact]
    internal void Load_EndlessPickle_IsBounded() => Refused(
        PickleMaker.Begin().Raw([.. Enumerable.Repeat((byte)'N', 2_000_001)]).End(),
        "byte 2000001: the pickle has more than 2000000 opcodes");

    [Theory]
    [InlineData('N', "state dict: the file holds None, not a dict")]
    [InlineData(']', "state dict: the file holds a list, not a dict")]
    internal void Read_NoDict_Throws(char opcode, string message) => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.Begin().Op(opcode).End()), "stream: " + message);

    [Fact]
    internal void Read_DictOfOtherThings_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.Begin().Op('}').Text("epoch").Number(3).Op('s').End()),
        "stream: tensor 'epoch': a whole number where a tensor belongs");

    [Fact]
    internal void Read_NumberAsKey_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.Begin().Op('}').Number(3).Op('N').Op('s').End()),
        "stream: state dict: the key 3 is a number where the name of a tensor belongs");

    [Fact]
    internal void Read_NameFullOfControlCharacters_IsQuotedHarmlessly() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.Begin().Op('}').Text("\n\u001b[31m" + new string('x', 200)).Op('N').Op('s').End()),
        $"stream: tensor '\\u000a\\u001b[31m{new string('x', 94)}...': None where a tensor belongs");

    [Fact]
    internal void Read_Python2OrderedDictOfPairs_IsRead()
    {
        byte[] pickle = PickleMaker.Begin().Global("collections", "OrderedDict").Op('(').Op(']').Op(']').Op('(').Text("w")
            .Tensor("0", "FloatStorage", 2, 0, [2], [1])
            .Op('e').Op('a').Op('t').Op('R').End();
        using var stream = new MemoryStream(ZipMaker.Checkpoint(pickle, ("0", new byte[8])));
        StateDictFile.Inspect(stream).Tensors.Single().Name.Should().Be("w");
    }

    private static void Refused(byte[] pickle, string message) =>
        Hostile.ShouldBeRefused(ZipMaker.Checkpoint(pickle, ("0", new byte[8])), Place + message);
}
