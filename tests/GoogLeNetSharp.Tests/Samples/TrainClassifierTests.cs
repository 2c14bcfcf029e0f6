using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Samples.TrainClassifier;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Tests.Reference;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using SkiaSharp;
using Spectre.Console;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The sample TrainClassifier: its command line in this process, its progress line, and Ctrl-C in another process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed partial class TrainClassifierTests : IDisposable
{
    private const int Interrupt = 2;        // SIGINT

    private static readonly TrainingProgress Late = new(
        Epoch: 3, Epochs: 6, Step: 300, Steps: 750, Loss: 1.2345, LearningRate: 0.00123456,
        ImagesPerSecond: 123.4, new TimeSpan(1, 2, 3, 4), Validation: null);

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _directory.Dispose();

    [Fact]
    internal void Main_OutputBelowAFile_IsOneLine()
    {
        File.WriteAllText(_directory["file"], "");

        var run = SampleRun.Of("TrainClassifier", "--output", _directory["file/run"], "--images", "10", "--size", "8");

        run.Code.Should().Be(1);
        run.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain(_directory["file"]);
    }

    [Theory]
    [InlineData("--epochs: expected a whole number from 1 to 100000, got '0'.", "--epochs", "0")]
    [InlineData("--rate: expected a number above 0 to 1000, got 'high'.", "--rate", "high")]
    [InlineData("--optimizer: expected one of Sgd, Nesterov, AdamW, got 'Lion'.", "--optimizer", "Lion")]
    [InlineData("--data and --dataset: expected one of them, got both.", "--data", "a", "--dataset", "cifar10")]
    [InlineData("--folder: needs --dataset.", "--folder", "a")]
    [InlineData("--augment and --erase: need --data or --dataset.", "--augment", "RandAugment")]
    [InlineData("--dataset mnist: pass the folder with its files with --folder.", "--dataset", "mnist")]
    [InlineData("--dataset: expected one of cifar10, cifar100, mnist, fashion-mnist, kmnist, emnist-letters, emnist-balanced, got 'svhn'.",
        "--dataset", "svhn")]
    [InlineData("/no/such/folder: no such folder.", "--data", "/no/such/folder")]
    internal void Main_BadUsage_IsOneLine(string message, params string[] arguments)
    {
        SampleRun.Of("TrainClassifier", arguments).ShouldFailWith(message);
    }

    [Fact]
    internal void Main_CheckpointsWithoutResume_IsOneLine()
    {
        Directory.CreateDirectory(_directory["checkpoints"]);
        File.WriteAllText(_directory["checkpoints/step-0000000001.safetensors"], "");

        SampleRun.Of("TrainClassifier", "--output", _directory.Path, "--images", "10", "--size", "8").ShouldFailWith(
            $"{_directory.Path} contains the checkpoints of a training: resume with --resume, or set another directory with --output.");
    }

    [Fact]
    internal void Main_Help_ShowsTheDefaultsOfEveryKindOfData()
    {
        var run = SampleRun.Of("TrainClassifier", "--help");

        run.Code.Should().Be(0);
        string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Should().Contain("Number of epochs [default: 6 for shapes, 30 for --data, 200 for CIFAR, 15 for MNIST]")
            .And.Contain("Images per batch [default: 32 for shapes, 32 for --data, 128 for CIFAR, 128 for MNIST]")
            .And.Contain("Learning rate [default: 0.002 for shapes, 0.01 for --data, 0.1 for CIFAR, 0.002 for MNIST]");
    }

    [Theory]
    [InlineData(60, "epoch 3/6  step 300/750  loss 1.234 ━━━━          40%")]
    [InlineData(80, "epoch 3/6  step 300/750  loss 1.234  26:03:04 left ━━━━          40%")]
    [InlineData(
        120, "epoch 3/6  step 300/750  loss 1.234  rate 0.00123  123 images/s  26:03:04 left ━━━━          40%")]
    internal void ProgressLine_Width_ShowsWhatFitsOnOneLine(int width, string expected)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        (console.Profile.Width, console.Profile.Capabilities.Unicode) = (width, true);

        console.Progress().AutoRefresh(false).Columns(ProgressLine.Columns()).Start(context =>
        {
            var task = context.AddTask(ProgressLine.Text(Late, width), maxValue: Late.Steps);
            task.Value = Late.Step;
            context.Refresh();
        });

        var lines = ControlSequences().Split(writer.ToString());
        lines.Should().Contain(line => line.Contains(expected, StringComparison.Ordinal));
        lines.Max(line => line.Length).Should().BeLessThan(width);
    }

    [Fact]
    internal void ProgressLine_ManySteps_GivesUpTheStepsAtSixtyColumns()
    {
        var progress = Late with { Epoch = 100, Epochs = 200, Step = 123_456, Steps = 234_567 };

        ProgressLine.Text(progress, 60).Should().Be("epoch 100/200  loss 1.234");
    }

    [Fact]
    internal void Farewell_WithoutCheckpoints_ClaimsNone()
    {
        var settings = new Settings { Output = _directory.Path };

        Interruption.Farewell(settings, []).Should().Be("Stopped before the first step: there is nothing to resume from.");
    }

    [Fact]
    internal void Farewell_WithCheckpoints_GivesTheCommandThatGoesOn()
    {
        var settings = new Settings { Output = _directory.Path };
        Directory.CreateDirectory(_directory["checkpoints"]);
        File.WriteAllText(_directory["checkpoints/step-0000000001.safetensors"], "");

        Interruption.Farewell(settings, ["--resume", "--data", "my photos", "--epochs", "3"]).Should().Be(
            $"Stopped; the state is saved in {_directory.Path}. Resume with: dotnet run -c Release --project samples/TrainClassifier -- "
            + $"--data 'my photos' --epochs 3 --resume");
    }

    [Fact]
    internal async Task Process_Interrupted_AcknowledgesSavesAndEndsWith130()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "TrainClassifier.dll"), "--output", _directory["run"],
            "--images", "4000", "--size", "8", "--batch", "4",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await WaitForAStep(process);

        Kill(process.Id, Interrupt).Should().Be(0);

        (await process.StandardOutput.ReadToEndAsync()).Should().Contain("Stopping after this step; press Ctrl-C again to end at once.");
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(130);
        // Where oneDNN is wrong, the line of the convolution check stands before it.
        (await errors).TrimEnd().Split('\n')[^1].Should().StartWith($"Stopped; the state is saved in {_directory["run"]}. Resume with: ");
        Directory.GetFiles(_directory["run/checkpoints"], "step-*.safetensors").Should().ContainSingle();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    internal void Main_FineTuningTorchVisionsWeights_FirstFrozenMapIsPyTorchs(string? transformInput, bool isPyTorchs)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a/1.png", "a/2.png", "b/1.png", "b/2.png" })
            folder.Copy(ImageFixture.PathOf("rgb.png"), $"data/{name}");
        var weights = Path.Combine(folder.Path, "torchvision.safetensors");
        using (var published = new GoogLeNet(GoogLeNetOptions.TorchVision))
        {
            FormulaWeights.Fill(published);
            StateDictFile.Write(weights, published.state_dict());       // names no network, as torchvision's file does not
        }

        var output = Path.Combine(folder.Path, "run");
        string[] option = transformInput is null ? [] : ["--transform-input", transformInput];
        string[] recipe = ["--data", Path.Combine(folder.Path, "data"), "--weights", weights, "--freeze", "inception4e", "--rate", "0.001"];
        ShouldSucceed([.. recipe, "--epochs", "1", "--batch", "2", "--size", "64", "--precision", "Float32", "--output", output,
            .. option]);

        using var tuned = GoogLeNet.FromFile(Path.Combine(output, "weights.safetensors"));
        tuned.Options.TransformInput.Should().Be(isPyTorchs);
        var expected = JsonSerializer.Deserialize<ReferenceStage>(
            File.ReadAllText("Training/Reference/fine_tuning_reference.json"),
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
        tuned.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var image = Preprocessing.ImageNet.Apply(ImageDecoder.Read(ImageFixture.PathOf("rgb.png"))).unsqueeze(0);
        var map = tuned.ForwardStages(image, "conv1")["conv1"];
        if (isPyTorchs) expected.ShouldMatch(map);
        else map.abs().max().item<float>().Should().BeGreaterThan((float)(1.5 * expected.AbsMax));
    }

    [Fact]
    internal void Main_StoppedEarly_TellsFewerEpochs()
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "--output", folder.Path, "--images", "20", "--size", "8", "--batch", "9", "--last-batch", "Merge", "--balanced",
            "--patience", "1",
            "--epochs", "30", "--rate", "1e-9", "--warmup", "0", "--precision", "Float32",
        ];

        ShouldSucceed(arguments);

        File.ReadLines(Path.Combine(folder.Path, "training.csv")).Skip(1).Select(line => line.Split(',')[1]).Distinct()
            .Should().Equal("1", "2");
    }

    [Fact]
    internal void Main_FashionMnist_TrainsLeNetAndDescribesItsLastMap()
    {
        using var folder = new TemporaryFolder();

        var run = SampleRun.Of(
            "TrainClassifier", "--dataset", "fashion-mnist", "--folder", "Training/FashionMnist", "--images", "100", "--epochs", "1",
            "--output", folder.Path,
            "--precision", "Float32", "--report", Path.Combine(folder.Path, "report.html"));

        run.Output.Should().Contain("LeNet, 61,706 parameters: images 1 x 28 x 28, last map 16 x 5 x 5.").And.NotContain("Warning")
            .And.Contain("100 images to train on, 120 to validate on, 10 classes");
        run.Code.Should().Be(0);
        using var trained = LeNet.FromFile(Path.Combine(folder.Path, "weights.safetensors"));
        trained.NumClasses.Should().Be(10);
        foreach (var name in new[] { "curves.png", "confusion.png" })
        {
            using var picture = SKBitmap.Decode(Path.Combine(folder.Path, name));
            picture.Width.Should().BeGreaterThan(600);
        }

        File.ReadAllText(Path.Combine(folder.Path, "report.html")).Should().Contain("<h1>LeNet on fashion-mnist</h1>")
            .And.Contain("Ankle boot").And.Contain("Grad-CAM").And.Contain("100 to train on, 120 to validate on, 28 x 28 pixels");
    }

    [Fact]
    internal void Main_FindRate_DrawsTheCurveAndDoesNotTrain()
    {
        using var folder = new TemporaryFolder();

        var run = SampleRun.Of(
            "TrainClassifier", "--dataset", "fashion-mnist", "--folder", "Training/FashionMnist", "--find-rate", "--batch", "16",
            "--output", folder.Path,
            "--precision", "Float32");

        run.Code.Should().Be(0);
        run.Output.Should().MatchRegex(@"Suggestion: --rate 0\.\d+\.")
            .And.MatchRegex(@"\d+ steps from 1E-07 to [\d.]+; the curve is written to ").And.NotContain("epoch");
        Directory.GetFileSystemEntries(folder.Path).Should().Equal(Path.Combine(folder.Path, "learning-rate.png"));
        using var picture = SKBitmap.Decode(Path.Combine(folder.Path, "learning-rate.png"));
        (picture.Width, picture.Height).Should().Be((800, 440));
    }

    [Fact]
    internal void Main_Vgg19OnSmallImages_WarnsOfItsPools()
    {
        using var folder = new TemporaryFolder();

        var run = SampleRun.Of(
            "TrainClassifier", "--dataset", "fashion-mnist", "--folder", "Training/FashionMnist", "--network", "Vgg19", "--size", "32",
            "--output", folder.Path,
            "--images", "10", "--epochs", "1", "--batch", "60", "--precision", "Float32");

        run.Output.Should().Contain("images 1 x 32 x 32, last map 512 x 1 x 1.")
            .And.Contain("Warning: the pools leave a single pixel of the image.");
    }

    private static void ShouldSucceed(params string[] arguments)
    {
        var run = SampleRun.Of("TrainClassifier", arguments);
        run.Errors.Should().BeEmpty();
        run.Code.Should().Be(0);
    }

    private async Task WaitForAStep(Process process)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(_directory["run/training.csv"]) || new FileInfo(_directory["run/training.csv"]).Length < 100)
        {
            process.HasExited.Should().BeFalse();
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
            await Task.Delay(20);
        }
    }

    [GeneratedRegex(@"\u001b\[[0-9;?]*[A-Za-z]|[\r\n]+")]
    private static partial Regex ControlSequences();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
