using System.Text.RegularExpressions;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>Lines of sources and documents fit the width that .editorconfig sets.</summary>
public sealed partial class LineLengthTests
{
    private const int Columns = 140;

    private static readonly string[] Extensions = [".cs", ".fs", ".md", ".csproj", ".sh", ".py"];

    [Fact]
    internal void EveryFile_Lines_FitTheWidth()
    {
        var root = Root();
        var files = Files(root).ToArray();

        var violations = files.SelectMany(file => TooLong(file, File.ReadAllLines(file))
            .Select(line => $"{Path.GetRelativePath(root, file)}:{line}"));

        files.Select(Path.GetExtension).Should().Contain(Extensions);
        string.Join('\n', violations).Should().BeEmpty($"lines have at most {Columns} columns");
    }

    [Fact]
    internal void EditorConfig_SetsTheSameWidth()
    {
        File.ReadAllText(Path.Combine(Root(), ".editorconfig")).Should().Contain($"max_line_length = {Columns}\n");
    }

    [Theory]
    [InlineData("a.cs", "// ", 138, new[] { 1 })]
    [InlineData("a.cs", "// ", 137, new int[0])]
    [InlineData("a.cs", "| ", 139, new[] { 1 })]
    [InlineData("a.csproj", "  <Description>", 140, new[] { 1 })]
    [InlineData("a.csproj", "  <PackageTags>a</PackageTags><!-- ", 140, new[] { 1 })]
    [InlineData("a.md", "| ", 139, new int[0])]
    [InlineData("a.md", "https://example.org/", 140, new int[0])]
    [InlineData("a.md", "see https://example.org/", 140, new[] { 1 })]
    [InlineData("a.md", "```text\n", 141, new int[0])]
    [InlineData("a.md", "```text\nshort\n```\n", 141, new[] { 4 })]
    [InlineData("a.md", "```csharp\n", 141, new[] { 2 })]
    internal void TooLong_Line_IsFoundUnlessItCannotBeBroken(string file, string start, int more, int[] expected)
    {
        TooLong(file, (start + new string('x', more)).Split('\n')).Should().Equal(expected);
    }

    private static IEnumerable<int> TooLong(string file, string[] lines)
    {
        var isMarkdown = Path.GetExtension(file) == ".md";
        var fence = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (isMarkdown && lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fence = fence.Length > 0 ? "" : lines[i].Trim();
            }

            if (lines[i].Length <= Columns || Address().IsMatch(lines[i])) continue;
            // A line break would change a property's value. Table rows have none; blocks of text show what a program prints.
            if (Path.GetExtension(file) == ".csproj" && Property().IsMatch(lines[i])) continue;
            if (isMarkdown && (lines[i].StartsWith('|') || fence is "```text" or "```console")) continue;
            yield return i + 1;
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file))))
        {
            yield return file;
        }
        foreach (var below in Directory.EnumerateDirectories(folder).Where(IsSource).SelectMany(Files)) yield return below;
    }

    private static bool IsSource(string folder) =>
        Path.GetFileName(folder) is var name and not ("bin" or "obj" or "artifacts" or "TestResults") && !name.StartsWith('.')
            && !File.Exists(Path.Combine(folder, ".git"));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GoogLeNet.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^\s*<(\w+)>.*</\1>$")]
    private static partial Regex Property();

    [GeneratedRegex(@"^\W*https?://\S+$")]
    private static partial Regex Address();
}
