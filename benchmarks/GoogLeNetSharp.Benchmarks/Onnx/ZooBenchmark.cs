using System.Globalization;
using GoogLeNetSharp.Benchmarks.Inference;
using GoogLeNetSharp.Benchmarks.Numerics;
using GoogLeNetSharp.Inference;
using Microsoft.ML.OnnxRuntime;

namespace GoogLeNetSharp.Benchmarks.Onnx;

/// <summary>The ONNX files of a folder through ONNX Runtime and through <see cref="InferenceModel"/>: how far they agree, and which is
/// faster.</summary>
internal static class ZooBenchmark
{
    private const int Images = 8;

    // A network of a few milliseconds would be over before an idle processor is awake.
    private const int Unmeasured = 4;

    private static readonly int[] Batches = [1, 8];

    internal static int Run(string[] args)
    {
        if (args is not [var folder, .. var rest])
        {
            Console.Error.WriteLine("zoo: expected FOLDER [ROUNDS] [NAME...].");
            return 2;
        }

        int rounds = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 15;
        string[] files = [.. Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal)
            .Where(file => rest.Length < 2 || rest[1..].Contains(Path.GetFileNameWithoutExtension(file)))];
        Console.WriteLine($"{Machine.Short()}, {Environment.ProcessorCount} threads; ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
        Console.WriteLine();
        Console.WriteLine("| file | largest difference | same class | batch 1, ms | x ONNX Runtime | batch 8, ms | x ONNX Runtime |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        List<double> ratios = [];
        foreach (string file in files) Console.WriteLine(Row(file, rounds, ratios));
        if (ratios.Count > 0)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"\ngeometric mean {Math.Exp(ratios.Average(Math.Log)):F2}, smallest {ratios.Min():F2}"));
        }

        return 0;
    }

    private static string Row(string file, int rounds, List<double> ratios)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        try
        {
            using InferenceModel model = InferenceModel.Load(file);
            using var options = new SessionOptions { IntraOpNumThreads = model.Threads, InterOpNumThreads = 1 };
            using var session = new InferenceSession(file, options);
            int fixedBatch = session.InputMetadata.Values.First().Dimensions[0];
            string row = $"| {name} | {Agreement(model, session, fixedBatch > 0 ? fixedBatch : Images)}";
            foreach (int batch in Batches)
            {
                if (fixedBatch > 0 && fixedBatch != batch)
                {
                    row += " | |";
                    continue;
                }

                long[] shape = Shape(model, session, batch);
                float[] pixels = Pixels(shape);
                using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, shape);
                using var run = new RunOptions();
                Interleaved times = Interleaved.Measure(
                    [("ours", () => model.Predict(pixels, shape)),
                        ("ONNX Runtime", () => session.Run(run, [session.InputNames[0]], [input], [session.OutputNames[0]]).Dispose())],
                    rounds,
                    Unmeasured);
                double ratio = times.Median("ONNX Runtime") / times.Median("ours");
                ratios.Add(ratio);
                row += FormattableString.Invariant($" {times.Median("ours"):F1} | {ratio:F2} |");
            }

            return row;
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InvalidDataException
            or OnnxRuntimeException)
        {
            return $"| {name} | {exception.Message.ReplaceLineEndings(" ")} |";
        }
    }

    private static string Agreement(InferenceModel model, InferenceSession session, int images)
    {
        long[] shape = Shape(model, session, images);
        float[] pixels = Pixels(shape);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs =
            session.Run(run, [session.InputNames[0]], [input], [session.OutputNames[0]]);
        float[] expected = outputs[0].GetTensorDataAsSpan<float>().ToArray(), actual = model.Predict(pixels, shape);
        double largest = expected.Max(MathF.Abs), difference = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        int classes = expected.Length / images;
        int same = Enumerable.Range(0, images).Count(image => Best(expected, image, classes) == Best(actual, image, classes));
        return FormattableString.Invariant($"{difference / largest:0.0e0} | {same} of {images} |");
    }

    private static int Best(float[] logits, int image, int classes) =>
        Enumerable.Range(0, classes).MaxBy(index => logits[(image * classes) + index]);

    private static long[] Shape(InferenceModel model, InferenceSession session, int batch)
    {
        long[] shape = [.. session.InputMetadata.Values.First().Dimensions.Select(side => (long)side)];
        shape[0] = batch;
        for (int axis = 1; axis < shape.Length; axis++)
        {
            shape[axis] = shape[axis] > 0 ? shape[axis] : axis == 1 ? model.Graph.Input.Channels ?? 3 : Contender.Side;
        }
        return shape;
    }

    private static float[] Pixels(long[] shape)
    {
        var draw = new Random(1);
        float[] pixels = new float[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (2 * draw.NextSingle()) - 1;
        return pixels;
    }
}
