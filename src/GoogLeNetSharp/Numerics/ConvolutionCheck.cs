using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace GoogLeNetSharp.Numerics;

/// <summary>Checks the convolutions of this process, once, before the first convolution of a module of this library.</summary>
/// <remarks>
/// <para>libtorch delegates most convolutions to oneDNN, which silently returns wrong numbers on some processors. The check computes a
/// table of small convolutions and their gradients and compares them with sums in double precision. If one is wrong, it switches oneDNN off
/// inside libtorch, checks again, and writes one line to the error stream.</para>
/// <para>The modules of this library, <c>Trainer</c>, <c>Compile</c>, <c>ModelSummary</c> and <c>ImageClassifier</c> run the check
/// themselves. A program whose own modules run convolutions earlier should read <see cref="Result"/> first.</para>
/// <para>The check runs on a separate thread and does not change random generators, gradient mode, dispose scopes or thread counts. NNPACK
/// is switched off for the process, because it prints a line for each convolution on unsupported processors.</para>
/// </remarks>
public static class ConvolutionCheck
{
    /// <summary>
    /// The AppContext switch that disables the check: <c>AppContext.SetSwitch(ConvolutionCheck.SkipSwitch, true)</c> before the first use
    /// of the library, or a <c>RuntimeHostConfigurationOption</c> of that name in the project file.
    /// </summary>
    public const string SkipSwitch = "GoogLeNetSharp.SkipConvolutionCheck";

    private static readonly Lazy<ConvolutionCheckResult> Once = new(RunOnItsOwnThread);

    /// <summary>The result of the check, which runs at first use.</summary>
    public static ConvolutionCheckResult Result => Once.Value;

    [FeatureSwitchDefinition(SkipSwitch)]
    private static bool IsSkipped => AppContext.TryGetSwitch(SkipSwitch, out var skip) && skip;

    /// <summary>Runs the check once per process.</summary>
    /// <exception cref="InvalidOperationException">Convolutions return wrong results in this process.</exception>
    internal static void Ensure() => ThrowIfFailed(Result);

    /// <summary>Throws if convolutions return wrong results in this process.</summary>
    internal static void ThrowIfFailed(ConvolutionCheckResult result)
    {
        if (result.Status != ConvolutionCheckStatus.Failed) return;
        throw new InvalidOperationException(
            $"{result}. Start the process with the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which holds oneDNN to its oldest "
            + $"kernels; the AppContext switch {SkipSwitch} turns this check off.");
    }

    /// <summary>Writes one line if oneDNN was switched off, otherwise nothing.</summary>
    internal static void Report(ConvolutionCheckResult result, TextWriter writer)
    {
        if (result.Status == ConvolutionCheckStatus.OneDnnSwitchedOff) writer.WriteLine($"GoogLeNetSharp: {result}.");
    }

    // Gradient mode, inference mode, dispose scopes and the number of threads are per thread; a new thread has libtorch's defaults.
    private static ConvolutionCheckResult RunOnItsOwnThread()
    {
        ConvolutionCheckResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = Run();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        Report(result!, Console.Error);
        return result!;
    }

    /// <summary>Runs the check on this thread.</summary>
    internal static ConvolutionCheckResult Run()
    {
        LibtorchContext.TrySwitchOffNnpack();
        if (IsSkipped) return new ConvolutionCheckResult(ConvolutionCheckStatus.Skipped, [], 0, TimeSpan.Zero, null);
        return ConvolutionTrial.Run(
            ConvolutionTable.Cases, LibtorchConvolution.Compute, () => LibtorchContext.TrySetOneDnn(false), ProcessorCaches.KnownDefect());
    }
}
