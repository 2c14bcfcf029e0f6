using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>The C# in README and docs compiles against the library.</summary>
public sealed partial class DocumentCodeTests
{
    // The lines of a program of one file that name its packages.
    private static readonly CSharpParseOptions Options = CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Documents");

    [Fact]
    internal void Readme_HasAFirstProgram()
    {
        Programs(Path.Combine(Folder, "README.md")).Should().NotBeEmpty();
    }

    [Fact]
    internal void EveryDocument_EachProgram_Compiles()
    {
        MetadataReference[] references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];
        var usings = CSharpSyntaxTree.ParseText(
            "global using System; global using System.IO; global using System.Linq; global using System.Threading; global using "
            + "System.Threading.Tasks; global using System.Collections.Generic;", Options);
        foreach (var document in Directory.EnumerateFiles(Folder, "*.md", SearchOption.AllDirectories))
        {
            foreach (var program in Programs(document))
            {
                var compilation = CSharpCompilation.Create(
                    "Program", [usings, CSharpSyntaxTree.ParseText(program, Options)], references,
                    new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

                var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

                errors.Should().BeEmpty("this program of {0} compiles:\n{1}", Path.GetFileName(document), program);
            }
        }
    }

    private static string[] Programs(string document) =>
        [.. CodeBlock().Matches(File.ReadAllText(document)).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
