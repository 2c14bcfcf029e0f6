namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>
/// Texts kept beside the tests, in Inspection/Golden. The environment variable GOLDEN_UPDATE=1 makes a test run rewrite them in the
/// source folder instead of comparing; look at the difference before you commit it.
/// </summary>
internal static class GoldenFile
{
    private const string Switch = "GOLDEN_UPDATE";

    public static void ShouldMatch(string actual, string name)
    {
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(Path.Combine(SourceFolder(), name), actual);
            return;
        }

        actual.Should().Be(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Inspection", "Golden", name)),
            "that is what Golden/{0} holds; {1}=1 rewrites it", name, Switch);
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
