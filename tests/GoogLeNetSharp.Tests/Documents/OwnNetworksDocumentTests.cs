using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Tests.Onnx;
using Microsoft.CodeAnalysis;
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
        var program = Compile(string.Concat(Blocks("cs").Select(Usings)) + string.Concat(Blocks("cs").Select(Statements)) + string.Concat(Blocks("cs").Select(Types)));

        Run(program).Should().Be(string.Concat(Blocks("text")));
    }

    private static string Run(Assembly program)
    {
        var (output, folder) = (Console.Out, Environment.CurrentDirectory);
        using var printed = new StringWriter { NewLine = "\n" };
        var temporary = Directory.CreateTempSubdirectory("own-networks");
        try
        {
            Console.SetOut(printed);
            Environment.CurrentDirectory = temporary.FullName;
            program.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            return printed.ToString();
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
            temporary.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Blocks(string language) =>
        CodeBlock().Matches(Page).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    private static string Usings(string code) => Root(code).Usings.ToFullString();

    private static string Statements(string code) => string.Concat(Root(code).Members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString()));

    private static string Types(string code) => string.Concat(Root(code).Members.OfType<BaseTypeDeclarationSyntax>().Select(type => type.ToFullString()));

    private static CompilationUnitSyntax Root(string code) => CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();

    private static Assembly Compile(string program)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Linq;");
        var compilation = CSharpCompilation.Create(
            "OwnNetworks", [usings, CSharpSyntaxTree.ParseText(program)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var assembly = new MemoryStream();
        compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return Assembly.Load(assembly.ToArray());
    }

    [GeneratedRegex("^```(?<language>cs|text)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
