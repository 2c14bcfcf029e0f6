using System.Text.Json;
using GoogLeNetSharp.Onnx.Protocol;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>What ONNX's own checker and shape inference said about the exports (checked.json) is about the exports of today.</summary>
public sealed class CheckedExportsTests
{
    // Where set, the exports are left there for check_onnx.py.
    private const string FolderVariable = "GOOGLENETSHARP_ONNX_FOLDER";

    private static readonly Dictionary<string, CheckedFile> Recorded = JsonSerializer.Deserialize<CheckedRecord>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Onnx", "checked.json")), JsonSerializerOptions.Web)!.Files;

    /// <summary>The names of the exports.</summary>
    public static TheoryData<string> Names => [.. CheckedExports.All.Select(export => export.Name)];

    [Fact]
    internal void Recorded_Files_AreTheExportsAndValid()
    {
        Recorded.Keys.Should().BeEquivalentTo(CheckedExports.All.Select(export => export.Name));
        Recorded.Values.Should().OnlyContain(file => file.Checker == "valid");
    }

    [Theory]
    [MemberData(nameof(Names))]
    internal void Export_EveryValue_HasTheShapeThatOnnxInfers(string name)
    {
        var (_, make, options) = CheckedExports.All.Single(export => export.Name == name);
        using var module = make();
        var bytes = Exported.Bytes(module, options);
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{name}.onnx"), bytes);
        }

        var file = ModelProto.Parser.ParseFrom(bytes);
        var declared = Exported.Shapes(file);
        var inferred = Recorded[name].Shapes;

        file.Graph.Node.Select(node => node.Output.Single()).Should().Equal(inferred.Keys);
        foreach (var (value, shape) in inferred)
        {
            Agree(declared[value], shape).Should().BeTrue("{0} is {1}, declared {2}", value, shape, declared[value]);
        }
        if (options.Height is not null)
        {
            inferred.Values.Concat(declared.Values).Should().NotContain(shape => shape.Contains('?'), "everything is fixed");
        }
    }

    // With the image size left open, either side may know more.
    private static bool Agree(string declared, string inferred)
    {
        var (ours, theirs) = (declared.Split(" x "), inferred.Split(" x "));
        return ours.Length == theirs.Length && ours.Zip(theirs)
            .All(pair => pair.First == pair.Second || pair.First == "?" || pair.Second == "?");
    }

    private sealed record CheckedRecord(string Onnx, Dictionary<string, CheckedFile> Files);

    private sealed record CheckedFile(string Checker, long Opset, Dictionary<string, string> Shapes);
}
