using System.Diagnostics;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Makes what .NET cannot make on Unix.</summary>
internal static class UnixFile
{
    /// <summary>A pipe that nobody writes to.</summary>
    public static string Pipe(string path)
    {
        Run("mkfifo", path);
        return path;
    }

    /// <summary>A copy of a file, and an empty folder, under names that are no UTF-8. .NET cannot delete them: the folder that they are in
    /// goes at the end.</summary>
    public static IDisposable WithBadNames(string file, string folder)
    {
        Run("sh", "-c", "cp \"$0\" \"$1/$(printf 'x\\377.png')\" && mkdir \"$1/$(printf 'y\\377')\"", file, folder);
        return new Removal(folder);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
    }

    private sealed class Removal(string folder) : IDisposable
    {
        public void Dispose() => Run("rm", "-r", folder);
    }
}
