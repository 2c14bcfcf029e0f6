using System.Globalization;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Numerics;

/// <summary>
/// Random convolutions against sums in double precision, with oneDNN as it comes and as the library leaves it: what belongs into a report
/// of wrong numbers.
/// </summary>
internal static class ConvolutionsBenchmark
{
    private const int DefaultCount = 600, Shown = 5;
    private const string Forward = "output";

    internal static int Run(string[] args)
    {
        var count = Number(args, 0, DefaultCount);
        var seed = Number(args, 1, 1);
        if (args.Length > 2 || count is not > 0 || seed is null)
        {
            Console.Error.WriteLine("convolutions: expected [N] [SEED], N whole numbers of 1 or more, for example: convolutions 600 1");
            return 2;
        }

        var result = ConvolutionCheck.Result;
        var leftOn = LibtorchContext.OneDnnIsOn == true;
        Console.WriteLine($"{count} random convolutions, seed {seed}; more than 0.01% (bfloat16: 2%) of the largest number off is wrong");
        var cases = RandomCases(count.Value, seed.Value);
        if (!leftOn) LibtorchContext.TrySetOneDnn(true);
        var asItComes = Wrong(cases);
        if (!leftOn) LibtorchContext.TrySetOneDnn(false);
        var asLeft = leftOn ? asItComes : Wrong(cases);

        Console.WriteLine();
        Console.WriteLine("| | convolutions | wrong, oneDNN as it comes | wrong, as the library leaves it |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var type in new[] { "float32", "bfloat16" })
        {
            var tried = cases.Count(convolution => convolution.ToString().StartsWith(type, StringComparison.Ordinal));
            Row($"{type}, forward", tried, wrong => wrong.Convolution.StartsWith(type, StringComparison.Ordinal)
                && wrong.Quantity == Forward);
            Row($"{type}, gradients", tried, wrong => wrong.Convolution.StartsWith(type, StringComparison.Ordinal)
                && wrong.Quantity != Forward);
        }

        Console.WriteLine();
        Print("with oneDNN as it comes", asItComes);
        if (!leftOn) Print("as the library leaves it", asLeft);
        Console.WriteLine(FormattableString.Invariant($"the check at the start took {result.Elapsed.TotalMilliseconds:F1} ms"));
        return asLeft.Count == 0 ? 0 : 1;

        void Row(string kind, int tried, Func<WrongConvolution, bool> isOfKind) => Console.WriteLine(
            $"| {kind} | {tried} | {Convolutions(asItComes, isOfKind)} | {Convolutions(asLeft, isOfKind)} |");
    }

    private static int Convolutions(IReadOnlyList<WrongConvolution> wrong, Func<WrongConvolution, bool> isOfKind) =>
        wrong.Where(isOfKind).DistinctBy(found => found.Convolution).Count();

    private static List<WrongConvolution> Wrong(IReadOnlyList<ConvolutionCase> cases)
    {
        var wrong = new List<WrongConvolution>();
        foreach (var convolution in cases)
        {
            var operands = convolution.Operands();
            var right = ReferenceConvolution.Compute(convolution, operands);
            wrong.AddRange(ConvolutionTrial.Differences(convolution, LibtorchConvolution.Compute, operands, right));
        }

        return wrong;
    }

    private static void Print(string state, IReadOnlyList<WrongConvolution> wrong)
    {
        foreach (var found in wrong.Take(Shown)) Console.WriteLine($"{state}: {found}");
        if (wrong.Count > Shown) Console.WriteLine($"{state}: {wrong.Count - Shown} more numbers");
    }

    private static List<ConvolutionCase> RandomCases(int count, int seed)
    {
        var draw = new Random(seed);
        var cases = new List<ConvolutionCase>();
        while (cases.Count < count)
        {
            var type = cases.Count % 2 == 0 ? ScalarType.Float32 : ScalarType.BFloat16;
            int[] kernels = [1, 1, 2, 3, 3, 5, 7];
            var groups = draw.Next(8) switch { 0 => 2, 1 => 4, _ => 1 };
            var isDepthwise = draw.Next(10) == 0;
            var inChannels = groups * draw.Next(1, 60 / groups);
            var convolution = new ConvolutionCase(
                type, inChannels, isDepthwise ? inChannels : groups * draw.Next(1, 120 / groups), kernels[draw.Next(kernels.Length)])
            {
                Images = draw.Next(1, 5),
                Side = draw.Next(1, 15),
                Stride = draw.Next(1, 3),
                Padding = draw.Next(4),
                Dilation = draw.Next(4) == 0 ? 2 : 1,
                Groups = isDepthwise ? inChannels : groups,
                ChannelsLast = draw.Next(2) == 0,
                AllThreads = draw.Next(2) == 0,
            };
            if (convolution.Side + (2 * convolution.Padding) > convolution.Dilation * (convolution.Kernel - 1)) cases.Add(convolution);
        }

        return cases;
    }

    private static int? Number(string[] args, int position, int otherwise) =>
        args.Length <= position ? otherwise
        : int.TryParse(args[position], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
