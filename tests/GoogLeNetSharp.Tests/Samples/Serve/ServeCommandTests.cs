using GoogLeNetSharp.Tests.Training;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>The command line of the sample Serve in this process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Main_NoSuchFile_IsOneLine()
    {
        var file = _directory["missing.onnx"];

        SampleRun.Of("Serve", file).ShouldFailWith($"Could not find file '{file}'.");
    }

    [Fact]
    internal void Main_NoNumber_IsOneLine() =>
        SampleRun.Of("Serve", "flowers.onnx", "--max-batch", "0").ShouldFailWith("--max-batch: expected a whole number from 1, got '0'.");

    [Fact]
    internal void Main_Help_SaysWhatIsServed()
    {
        var run = SampleRun.Of("Serve", "--help");

        run.Output.Should().Contain("POST /classify").And.Contain("--max-requests");
        run.Code.Should().Be(0);
    }
}
