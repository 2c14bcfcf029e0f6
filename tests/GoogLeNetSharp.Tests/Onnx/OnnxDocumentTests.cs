using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The example at the head of docs/onnx.md does what it says.</summary>
public sealed class OnnxDocumentTests
{
    [Fact]
    internal void FirstProgram_Run_WritesAFileThatOnnxRuntimeRuns()
    {
        // ONNX Runtime's environment is made once, by whoever comes first: it must be the one that collects warnings.
        RuntimeHelpers.RunClassConstructor(typeof(OnnxRun).TypeHandle);
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "docs", "onnx.md"));
        var program = Regex.Match(document, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        var folder = Directory.CreateTempSubdirectory("onnx");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");

            Compile(program).EntryPoint!.Invoke(null, [new[] { path }]);

            using var run = new OnnxRun(File.ReadAllBytes(path));
            run.Session.OutputMetadata["output"].Dimensions.Should().Equal(-1, 10);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Assembly Compile(string program)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Linq;");
        var compilation = CSharpCompilation.Create(
            "OnnxExample", [usings, CSharpSyntaxTree.ParseText(program)], references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var assembly = new MemoryStream();
        compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return Assembly.Load(assembly.ToArray());
    }
}
