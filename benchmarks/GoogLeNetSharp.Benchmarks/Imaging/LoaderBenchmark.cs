using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Imaging;

/// <summary>How many images per second each data loader makes, beside what the fastest plain training step eats; interleaved in one
/// process.</summary>
internal static class LoaderBenchmark
{
    private const int BatchSize = 16;
    private const int Batches = 8;
    private const int Rounds = 5;
    private const int Workers = 2;

    public static int Run(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("googlenetsharp-loader-");
        try
        {
            WriteJpegs(folder.FullName);
            Measure(folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string folder)
    {
        using var training = new ImageFolderDataset(folder, Augmentation.ImageNet());
        using var evaluation = new ImageFolderDataset(folder, Preprocessing.ImageNet);
        using var shapes = new ShapesDataset(BatchSize * Batches, size: 224,
            transform: new ImageTransform([new RandomHorizontalFlip()], Normalization.Tf));
        using var smallShapes = new ShapesDataset(BatchSize * Batches, size: 32);
        using var step = new TrainingStep(BatchSize);
        (string Name, Func<double> Rate)[] runs =
        [
            ("JPEG 500 x 375 to 224, training augmentation", () => Rate(training)),
            ("JPEG 500 x 375 to 224, evaluation", () => Rate(evaluation)),
            ("ShapesDataset 224 x 224, flip", () => Rate(shapes)),
            ("ShapesDataset 32 x 32", () => Rate(smallShapes)),
            ("training step, torchvision preset, batch 16, eager float32", step.Rate),
        ];

        foreach (var (_, rate) in runs) rate();
        var rates = runs.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < runs.Length; i++) rates[i].Add(runs[i].Rate());
        }

        var medians = rates.Select(list => list.Order().ElementAt(Rounds / 2)).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {Workers} workers, batches of {BatchSize}, median of {Rounds} interleaved rounds"));
        for (var i = 0; i < runs.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{runs[i].Name,-60} {medians[i],8:0.0} images/s {medians[i] / medians[^1],7:0.0} x the step"));
        }
    }

    private static double Rate(ImageDataset dataset)
    {
        var clock = Stopwatch.StartNew();
        using var loader = utils.data.DataLoader(dataset, BatchSize, num_worker: Workers, disposeDataset: false);
        var images = 0L;
        foreach (var batch in loader) images += batch[ImageDataset.LabelKey].shape[0];
        return images / clock.Elapsed.TotalSeconds;
    }

    // Smooth colours with noise, at the usual size of ImageNet's files; the noise gives the decoder work.
    private static void WriteJpegs(string folder)
    {
        var random = new Random(0);
        var target = Directory.CreateDirectory(Path.Combine(folder, "class")).FullName;
        for (var i = 0; i < BatchSize * Batches; i++)
        {
            using var bitmap = new SKBitmap(new SKImageInfo(500, 375, SKColorType.Rgba8888, SKAlphaType.Opaque));
            var pixels = new byte[bitmap.ByteCount];
            for (var p = 0; p < pixels.Length; p += 4)
            {
                var (x, y) = (p / 4 % 500, p / 4 / 500);
                for (var channel = 0; channel < 3; channel++)
                {
                    pixels[p + channel] = (byte)(128 + (90 * Math.Sin((x + (i * 5)) / 23.0 + channel) * Math.Cos(y / 17.0))
                        + random.Next(-12, 13));
                }
            }

            Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
            using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
            File.WriteAllBytes(Path.Combine(target, $"{i:000}.jpg"), data.ToArray());
        }
    }
}
