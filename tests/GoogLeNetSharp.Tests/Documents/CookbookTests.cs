using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Tests.Onnx;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>Every program of docs/cookbook.md runs and prints what the page shows below it.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed partial class CookbookTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "docs", "cookbook.md"));

    /// <summary>The headings of the page that have a program and its output.</summary>
    public static TheoryData<string> Tasks() => new(Recipe().Matches(Page).Select(recipe => recipe.Groups["task"].Value));

    [Theory]
    [MemberData(nameof(Tasks))]
    internal void Task_Run_PrintsWhatThePageShows(string task)
    {
        // ONNX Runtime's environment is made once, by whoever comes first: it must be the one that collects warnings.
        RuntimeHelpers.RunClassConstructor(typeof(OnnxRun).TypeHandle);
        var recipe = Recipe().Matches(Page).Single(recipe => recipe.Groups["task"].Value == task);

        DocumentProgram.Run(recipe.Groups["code"].Value).Should().Be(recipe.Groups["output"].Value);
    }

    [Fact]
    internal void EveryTask_HasAProgramAndItsOutput()
    {
        Tasks().Should().HaveCount(Heading().Count(Page));
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^## (?<task>[^\n]*)\n[^`#]*?^```csharp\n(?<code>.*?)^```\n\n```text\n(?<output>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Recipe();
}
