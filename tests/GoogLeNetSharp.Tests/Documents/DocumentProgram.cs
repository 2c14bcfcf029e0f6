using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>Compiles a program of a document and runs it in a temporary folder.</summary>
internal static class DocumentProgram
{
    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.IO; global using System.Linq; global using System.Threading; " +
        "global using System.Threading.Tasks; global using System.Collections.Generic;");

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the program prints, with "\n" at the end of each line.</summary>
    /// <param name="code">The program.</param>
    /// <param name="prepare">Makes the files that it reads, in the folder given.</param>
    /// <param name="examine">Looks at the files that it wrote, in the folder given.</param>
    public static string Run(string code, Action<string>? prepare = null, Action<string>? examine = null)
    {
        var program = Compile(code);
        var (output, folder) = (Console.Out, Environment.CurrentDirectory);
        using var printed = new StringWriter { NewLine = "\n" };
        var temporary = Directory.CreateTempSubdirectory("document");
        try
        {
            prepare?.Invoke(temporary.FullName);
            Console.SetOut(printed);
            Environment.CurrentDirectory = temporary.FullName;
            program.EntryPoint!.Invoke(null, program.EntryPoint.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            examine?.Invoke(temporary.FullName);
            return printed.ToString();
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
            temporary.Delete(recursive: true);
        }
    }

    private static Assembly Compile(string code)
    {
        var compilation = CSharpCompilation.Create(
            "Program", [Usings, CSharpSyntaxTree.ParseText(code)], References, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var assembly = new MemoryStream();
        compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should()
            .BeEmpty("it compiles:\n{0}", code);
        return Assembly.Load(assembly.ToArray());
    }
}
