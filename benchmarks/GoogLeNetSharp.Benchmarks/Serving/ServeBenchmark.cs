using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Samples.Serve;
using Microsoft.AspNetCore.Builder;
using SkiaSharp;

namespace GoogLeNetSharp.Benchmarks.Serving;

/// <summary>Requests per second of the sample Serve on the loopback, and how long one takes, with batches and without.</summary>
internal static class ServeBenchmark
{
    private const int Rounds = 2;
    private const double Median = 0.5;
    private const double NinetyNinth = 0.99;

    private static readonly int[] Clients = [1, 4, 16];
    private static readonly int[] Batches = [1, 8];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Seconds of each round; 3 where none is given.</param>
    public static int Run(string[] arguments)
    {
        var time = TimeSpan.FromSeconds(arguments is [var seconds] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 3);
        Console.WriteLine("| network | image | clients | most in a batch | requests/s | p50, ms | p99, ms |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        using (var network = new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false }))
        {
            RunAsync("GoogLeNet `TorchVision`", network, Preprocessing.ImageNet, "JPEG 500 x 375",
                Photo(500, 375, SKEncodedImageFormat.Jpeg), time).Wait();
        }

        using (var network = new GoogLeNet(GoogLeNetOptions.Cifar with { AuxiliaryHeads = false }))
        {
            RunAsync("GoogLeNet `Cifar`", network, Preprocessing.Cifar10, "PNG 32 x 32", Photo(32, 32, SKEncodedImageFormat.Png), time)
                .Wait();
        }

        return 0;
    }

    private static async Task RunAsync(string name, GoogLeNet network, ImageTransform transform, string image, byte[] file, TimeSpan time)
    {
        var path = Path.GetTempFileName();
        try
        {
            var labels = new Labels(Enumerable.Range(0, (int)network.Options.NumClasses).Select(index => $"class {index}"));
            InferenceGraph.Lower(network).WithMetadata(ClassifierMetadata.Write(labels, transform))
                .ExportOnnx(path, new OnnxExportOptions());
            var servers = Array.ConvertAll(Batches,
                batch => ServeApplication.Create(path, new ServeOptions { MaxBatch = batch }, "http://127.0.0.1:0"));
            foreach (var server in servers) await server.StartAsync();
            foreach (var clients in Clients) await CompareAsync($"{name} | {image}", servers, clients, file, time);
            foreach (var server in servers) await server.DisposeAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The servers take turns, so that what else the machine does hits both.
    private static async Task CompareAsync(string name, WebApplication[] servers, int clients, byte[] file, TimeSpan time)
    {
        var times = Array.ConvertAll(servers, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Length; i++)
            {
                await LoadAsync(servers[i].Urls.Single(), clients, file, WarmUp);
                times[i].AddRange(await LoadAsync(servers[i].Urls.Single(), clients, file, time));
            }
        }

        for (var i = 0; i < servers.Length; i++)
        {
            var sorted = times[i].Order().ToArray();
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {clients} | {Batches[i]} | {sorted.Length / (Rounds * time.TotalSeconds):0} | ")
                + FormattableString.Invariant($"{At(sorted, Median):0.0} | {At(sorted, NinetyNinth):0.0} |"));
        }
    }

    /// <summary>Milliseconds of each request; a client sends its next one when it has the answer to the last.</summary>
    private static async Task<double[]> LoadAsync(string address, int clients, byte[] file, TimeSpan time)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                using var response = await client.PostAsync("/classify", new ByteArrayContent(file));
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return mine;
        })));
        return [.. times.SelectMany(mine => mine)];
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];

    private static byte[] Photo(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var noise = SKShader.CreatePerlinNoiseTurbulence(0.02f, 0.02f, numOctaves: 4, seed: 1);
        using var paint = new SKPaint { Shader = noise };
        canvas.Clear(SKColors.DarkSeaGreen);
        canvas.DrawPaint(paint);
        using var data = bitmap.Encode(format, quality: 90);
        return data.ToArray();
    }
}
