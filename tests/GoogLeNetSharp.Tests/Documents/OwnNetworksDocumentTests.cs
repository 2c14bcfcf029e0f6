using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Tests.Onnx;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>docs/own-networks.md is one program in parts; it compiles, runs, and prints what the page shows.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed partial class OwnNetworksDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "docs", "own-networks.md"));

    [Fact]
    internal void Page_Run_PrintsWhatItShows()
    {
        // ONNX Runtime's environment is made once, by whoever comes first: it must be the one that collects warnings.
        RuntimeHelpers.RunClassConstructor(typeof(OnnxRun).TypeHandle);
        var program = string.Concat(Blocks("cs").Select(Usings)) + string.Concat(Blocks("cs").Select(Statements))
            + string.Concat(Blocks("cs").Select(Types));

        DocumentProgram.Run(program).Should().Be(string.Concat(Blocks("text")));
    }

    private static IEnumerable<string> Blocks(string language) =>
        CodeBlock().Matches(Page).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    private static string Usings(string code) => Root(code).Usings.ToFullString();

    private static string Statements(string code) =>
        string.Concat(Root(code).Members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString()));

    private static string Types(string code) =>
        string.Concat(Root(code).Members.OfType<BaseTypeDeclarationSyntax>().Select(type => type.ToFullString()));

    private static CompilationUnitSyntax Root(string code) => CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();

    [GeneratedRegex("^```(?<language>cs|text)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
