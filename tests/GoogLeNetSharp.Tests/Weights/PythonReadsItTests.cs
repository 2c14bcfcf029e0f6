using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>
/// What is written here is what Python read: the committed file is byte for byte what this library writes, and the committed JSON is what
/// read_safetensors.py printed for it.
/// </summary>
public sealed class PythonReadsItTests
{
    [Fact]
    internal void Write_TensorsOfEveryType_GivesTheFileThatPythonRead()
    {
        using StateDict types = StateDictFile.Read(Fixture.Path("types.pth"));
        using var file = TemporaryFile.New();
        StateDictFile.Write(file.Path, types, new Dictionary<string, string> { ["format"] = "pt" });
        File.ReadAllBytes(file.Path).Should().Equal(Fixture.Bytes("written_here.safetensors"));
    }

    [Fact]
    internal void PythonsRecord_OfThatFile_HasTheTensorsPyTorchSaved()
    {
        IReadOnlyList<ExpectedTensor> saved = Fixture.Expected("types.pth"), read = Fixture.Recorded("written_here.python.json");
        read.Select(t => (t.Name, t.Type, string.Join(",", t.Shape))).Should()
            .Equal(saved.Select(t => (t.Name, t.Type, string.Join(",", t.Shape))));
        read.SelectMany(t => t.Values).Should().Equal(saved.SelectMany(t => t.Values));
    }
}
