using GoogLeNetSharp.Files;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Tests.Samples;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Tests.Weights;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Files;

/// <summary>Pipes in the place of files: written through or refused by name by every writer, and never replaced.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [InlineData("weights")]
    [InlineData("state dict")]
    [InlineData("onnx")]
    [InlineData("csv")]
    [InlineData("sample")]
    internal async Task Write_Pipe_GetsTheBytesOfAFile(string writer)
    {
        var (file, pipe) = (Path.Combine(_folder.Path, "file.txt"), UnixFile.Pipe(Path.Combine(_folder.Path, "pipe.txt")));
        using var network = new LeNet();
        Write(file);
        var reading = Task.Run(() => File.ReadAllBytes(pipe));

        Write(pipe);

        (await reading).Should().Equal(File.ReadAllBytes(file)).And.NotBeEmpty();
        FileKinds.Of(pipe).Should().Be(FileKind.Pipe);
        Directory.GetFileSystemEntries(_folder.Path).Should().BeEquivalentTo([file, pipe]);

        void Write(string path)
        {
            switch (writer)
            {
                case "weights": network.SaveWeights(path); break;
                case "state dict": StateDictFile.Write(path, network.state_dict()); break;
                case "onnx": network.ExportOnnx(path); break;
                case "csv":
                    using (var csv = new TrainingCsv(path, step: 0, validated: false, []))
                    {
                        csv.Write(
                    new TrainingProgress(1, 1, 1, 2, 0.5, 0.1, 10, TimeSpan.Zero, null));
                    }

                    break;
                default: SampleRun.Of("ShapeInspection", "--network", "lenet", "--output", path).Code.Should().Be(0); break;
            }
        }
    }

    [UnixFact]
    internal void Export_VerifiedToAPipe_IsRefused()
    {
        var pipe = UnixFile.Pipe(Path.Combine(_folder.Path, "pipe.onnx"));
        using var network = new LeNet();

        FluentActions.Invoking(() => network.ExportOnnx(pipe, new OnnxExportOptions { Verify = true })).Should().ThrowExactly<IOException>()
            .WithMessage($"path: {pipe} is a pipe; a regular file is needed, for what is written is read back.");
        FileKinds.Of(pipe).Should().Be(FileKind.Pipe);
    }

    [UnixFact]
    internal void Read_Pipe_IsRefusedAndNotWaitedFor()
    {
        var pipe = UnixFile.Pipe(Path.Combine(_folder.Path, "pipe.pth"));
        using var network = SmallNetwork.New();

        foreach (var read in new Action[]
        {
            () => StateDictFile.Inspect(pipe),
            () => StateDictFile.Read(pipe).Dispose(),
            () => network.LoadWeights(pipe),
        })
        {
            read.Should().ThrowExactly<IOException>().WithMessage($"{pipe}: is a pipe, not a weights file.");
        }
    }
}
