using GoogLeNetSharp.Benchmarks.Imaging;
using GoogLeNetSharp.Benchmarks.Inference;
using GoogLeNetSharp.Benchmarks.Inspection;
using GoogLeNetSharp.Benchmarks.Models;
using GoogLeNetSharp.Benchmarks.Numerics;
using GoogLeNetSharp.Benchmarks.Onnx;
using GoogLeNetSharp.Benchmarks.Serving;
using GoogLeNetSharp.Benchmarks.Training;
using GoogLeNetSharp.Benchmarks.Weights;

namespace GoogLeNetSharp.Benchmarks;

/// <summary>Runs one benchmark, chosen by the first argument.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string Usage, Func<string[], int> Run)> Commands = new()
    {
        ["machine"] = ("                    processor, vector width, the state of oneDNN", Machine.Run),
        ["check"] = ("[RUNS]                 what the check of convolutions costs at the start of a process", CheckBenchmark.Run),
        ["convolutions"] = ("[N] [SEED]    N random convolutions (600) against sums in double precision", ConvolutionsBenchmark.Run),
        ["inference"] =
            ("[--network NAME] [--batch N] [--rounds N] [--page FILE]  images through a network: eager, compiled, ONNX Runtime; writes "
                + "docs/performance.md", InferenceBenchmark.Run),
        ["memory"] = ("CONTENDER BATCH [ONNX]  peak memory of one contender of the command above", MemoryBenchmark.Run),
        ["variants"] = ("                   one compiled network with other pieces and threads", VariantsBenchmark.Run),
        ["steps"] = ("[NETWORK or FILE.onnx] [BATCH] [BITS] [THREADS]  where the time of a compiled network goes, step by step",
            StepsBenchmark.Run),
        ["eager"] = ("OLDER_DLL              eager forward passes and training steps against those of an older build of this library",
            EagerBenchmark.Run),
        ["blocks"] = ("[OPTION...]            single blocks, eager and compiled, with BenchmarkDotNet", BlockBenchmarks.Run),
        ["onnx"] = ("                       exporting the torchvision preset: time without and with the write, and the file's size",
            OnnxBenchmark.Run),
        ["zoo"] = ("FOLDER [ROUNDS] [NAME...]  ONNX files through ONNX Runtime and this library: differences and ratios of speed",
            ZooBenchmark.Run),
        ["torchvision"] = ("                GoogLeNet of the package TorchVision beside this library's: heads, images, PyTorch's files",
            TorchVisionComparison.Run),
        ["serve"] =
            ("[SECONDS]              requests per second of the sample Serve on the loopback, 1 to 16 clients, with batches and without",
                ServeBenchmark.Run),
        ["summary"] = ("                    a summary of 32 x 3 x 224 x 224 against a forward of one image", SummaryBenchmark.Run),
        ["weights"] = ("[FILE...]              loading a 52 MB checkpoint: time against reading its bytes, and extra memory",
            WeightsBenchmark.Run),
        ["fuzz"] = ("[COUNT] [SEED]         COUNT broken files per format (100000) into every reader", WeightsFuzz.Run),
        ["loader"] = ("                       images/s of the data loaders alone, against the training step", LoaderBenchmark.Run),
        ["training"] = ("[ROUNDS]               training steps against plain eager ones, in images per second", TrainingBenchmark.Run),
        ["training-memory"] = ("[STEPS]         memory and live tensors over STEPS training steps (500)", TrainingMemoryBenchmark.Run),
        ["precision"] = ("                       validation accuracy after training in float32 and in mixed precision",
            PrecisionExperiment.Run),
        ["notes"] = ("FOLDER [IMAGES] [EPOCHS] [SEEDS] [NETWORKS]  VGG19 with five and three pools, LeNet, GoogLeNet on Fashion-MNIST",
            NotesExperiment.Run),
        ["pooling"] = ("                       small images, deep networks: five pools, two pools, GoogLeNet", PoolingExperiment.Run),
    };

    private static int Main(string[] args)
    {
        if (args is [var name, .. var rest] && Commands.TryGetValue(name, out var command))
        {
            // To the error stream: others read what "memory" prints, and that and "check" must not be made to load more than they measure.
            if (name is not ("machine" or "memory" or "check")) Console.Error.WriteLine(Machine.Describe());
            return command.Run(rest);
        }

        Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/GoogLeNetSharp.Benchmarks -- COMMAND");
        foreach ((string key, (string usage, _)) in Commands) Console.Error.WriteLine($"  {key,-10} {usage}");
        return 2;
    }
}
