using System.Diagnostics;
using System.Globalization;
using CsCheck;
using GoogLeNetSharp.Tests.Weights.Making;

namespace GoogLeNetSharp.Benchmarks.Weights;

/// <summary>Gives randomly broken files to every reader and reports whatever is not a proper refusal.</summary>
internal static class WeightsFuzz
{
    private const int DefaultCount = 100_000;
    private const ulong DefaultSeed = 20140917;

    // Each takes as long as thousands of the others.
    private const int FilesPerCostly = 5000;

    // Native memory too, which the target does not see: the files have a few thousand bytes.
    private const long MostMemory = 1_000_000_000;

    internal static int Run(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultCount;
        ulong seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : DefaultSeed;
        int problems = 0;
        Console.WriteLine($"{"format",-14} {"files",8} {"calls accepted",15} {"refused",9} {"problems",9} {"slowest",10} {"time",8}");
        foreach (FuzzSeeds seeds in FuzzSeeds.All(Path.Combine(AppContext.BaseDirectory, "Fixtures")))
        {
            problems += Run(seeds, count, seed, new FuzzTarget(FuzzSeeds.Network()));
        }
        problems += Run(OnnxSeeds.All(), count, seed, OnnxSeeds.Target());
        problems += RunCostly(count / FilesPerCostly, seed);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"peak memory of the process {process.PeakWorkingSet64 / 1e6:F0} MB (at most {MostMemory / 1e6:F0}), seed {seed}"));
        return problems == 0 && process.PeakWorkingSet64 <= MostMemory ? 0 : 1;
    }

    // Small files that describe much, at random sizes, within 2 s of processor time and 4 x the file + 64 MB for each reader.
    private static int RunCostly(int count, ulong seed)
    {
        var random = new Random((int)seed);
        var (slowest, problems, refused, accepted) = (TimeSpan.Zero, 0, 0, 0);
        var total = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            (string kind, Func<double, byte[]> make) = CostlyFile.Kinds[i % CostlyFile.Kinds.Count];
            double scale = 0.05 + random.NextDouble();
            byte[] file = make(scale);
            using var target = new FuzzTarget(FuzzSeeds.Network())
            {
                MostTime = TimeSpan.FromSeconds(2),
                MostBytes = (4L * file.Length) + (64 << 20),
            };
            if (target.Try(file) is { } problem)
            {
                problems++;
                Console.WriteLine(FormattableString.Invariant($"{kind}, scale {scale}: {problem}"));
            }

            (refused, accepted) = (refused + target.Refused, accepted + target.Accepted);
            if (target.Slowest > slowest) slowest = target.Slowest;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"costly",-14} {count,8} {accepted,15} {refused,9} {problems,9} {slowest.TotalMilliseconds,7:F1} ms "
            + $"{total.Elapsed.TotalSeconds,6:F0} s"));
        return problems;
    }

    private static int Run(FuzzSeeds seeds, int count, ulong seed, FuzzTarget used)
    {
        using FuzzTarget target = used;
        var random = new PCG(1, seed);
        var total = Stopwatch.StartNew();
        int problems = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] file = seeds.Files[i % seeds.Files.Count].Mutate(Mutation.Some.Generate(random, null, out _));
            string? problem = target.Try(file);
            if (problem is null) continue;

            problems++;
            string path = Path.Combine(Path.GetTempPath(), $"fuzz-{seeds.Format}-{seed}-{i}.bin");
            File.WriteAllBytes(path, file);
            Console.WriteLine($"{path}: {problem}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seeds.Format,-14} {count,8} {target.Accepted,15} {target.Refused,9} {problems,9} {target.Slowest.TotalMilliseconds,7:F1} "
            + $"ms {total.Elapsed.TotalSeconds,6:F0} s"));
        return problems;
    }
}
