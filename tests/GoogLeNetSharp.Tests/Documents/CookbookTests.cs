using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Tests.Onnx;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>Every program of docs/cookbook.md runs and prints what the page shows below it.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed partial class CookbookTests
{
    private static readonly string Documents = Path.Combine(AppContext.BaseDirectory, "Documents", "docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Documents, "cookbook.md"));

    /// <summary>The headings of the page that have a program and its output.</summary>
    public static TheoryData<string> Tasks() => new(Recipe().Matches(Page).Select(recipe => recipe.Groups["task"].Value));

    [Theory]
    [MemberData(nameof(Tasks))]
    internal void Task_Run_PrintsWhatThePageShows(string task)
    {
        // ONNX Runtime's environment is made once, by whoever comes first: it must be the one that collects warnings.
        RuntimeHelpers.RunClassConstructor(typeof(OnnxRun).TypeHandle);
        var recipe = Recipe().Matches(Page).Single(recipe => recipe.Groups["task"].Value == task);
        var code = recipe.Groups["code"].Value;

        var printed = DocumentProgram.Run(
            code,
            folder => CookbookFiles.Make(folder, code),
            folder => ComparePicture(recipe.Groups["picture"].Value, folder));

        Comparable(printed).Should().Be(Comparable(recipe.Groups["output"].Value));
    }

    [Fact]
    internal void EveryTask_HasAProgramAndItsOutput()
    {
        Tasks().Should().HaveCount(Heading().Count(Page));
    }

    // What differs from machine to machine: times, percentages, probabilities and learning rates.
    private static string Comparable(string output) => MachineNumber().Replace(output, "#");

    private static void ComparePicture(string name, string folder)
    {
        if (name.Length == 0) return;
        File.ReadAllText(Path.Combine(folder, name)).Should().Be(File.ReadAllText(Path.Combine(Documents, name)));
    }

    [GeneratedRegex("""(?<=rate |"probability":)[0-9.E-]+| *[0-9.]+(?= ?%| ms)""")]
    private static partial Regex MachineNumber();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    // A heading, prose, the program, its output, and a picture that it writes.
    [GeneratedRegex(
        "^## (?<task>[^\n]*)\n(?:(?!^## |^```).)*" +
        "^```csharp\n(?<code>.*?)^```\n\n" +
        "```text\n(?<output>.*?)^```\n" +
        @"(?:\n!\[[^]]*\]\((?<picture>[^)]*)\))?",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Recipe();
}
