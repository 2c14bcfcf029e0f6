using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace GoogLeNetSharp.Numerics;

/// <summary>The check of this process's convolutions, made once, before a module of this library convolves for the first time.</summary>
/// <remarks>
/// <para>libtorch leaves most convolutions to oneDNN, which on some processors returns wrong numbers without an error. The check computes
/// a table of small convolutions and their gradients, compares them with sums in double precision and, where one is wrong, switches
/// oneDNN off inside libtorch and checks again. It writes one line to the error stream then, and none otherwise.</para>
/// <para>The modules of this library, <c>Trainer</c>, <c>Compile</c>, <c>ModelSummary</c> and <c>ImageClassifier</c> need no call: they
/// make the check themselves. A program whose own modules convolve before reads <see cref="Result"/> first.</para>
/// <para>The check runs on a thread of its own. Random generators, gradient mode, dispose scopes and thread counts are afterwards as
/// before. NNPACK is switched off for the process: it prints a line for each convolution on processors that it does not support.</para>
/// </remarks>
public static class ConvolutionCheck
{
    /// <summary>
    /// The AppContext switch that turns the check off: <c>AppContext.SetSwitch(ConvolutionCheck.SkipSwitch, true)</c> before the first
    /// use of the library, or a <c>RuntimeHostConfigurationOption</c> of that name in the project file.
    /// </summary>
    public const string SkipSwitch = "GoogLeNetSharp.SkipConvolutionCheck";

    private static readonly Lazy<ConvolutionCheckResult> Once = new(RunOnItsOwnThread);

    /// <summary>What the check found; the first use of the process makes it.</summary>
    public static ConvolutionCheckResult Result => Once.Value;

    [FeatureSwitchDefinition(SkipSwitch)]
    private static bool IsSkipped => AppContext.TryGetSwitch(SkipSwitch, out var skip) && skip;

    /// <summary>Makes the check unless it has been made.</summary>
    /// <exception cref="InvalidOperationException">Convolutions are wrong in this process.</exception>
    internal static void Ensure() => ThrowIfFailed(Result);

    /// <summary>Refuses a process whose convolutions are wrong.</summary>
    internal static void ThrowIfFailed(ConvolutionCheckResult result)
    {
        if (result.Status != ConvolutionCheckStatus.Failed) return;
        throw new InvalidOperationException(
            $"{result}. Start the process with the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which holds oneDNN to its oldest "
            + $"kernels; the AppContext switch {SkipSwitch} turns this check off.");
    }

    /// <summary>Says in one line what was switched off, and nothing otherwise.</summary>
    internal static void Report(ConvolutionCheckResult result, TextWriter writer)
    {
        if (result.Status == ConvolutionCheckStatus.OneDnnSwitchedOff) writer.WriteLine($"GoogLeNetSharp: {result}.");
    }

    // Gradient mode, inference mode, dispose scopes and the number of threads belong to the thread: on a new one they are as libtorch
    // starts with.
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

    /// <summary>Makes the check on this thread.</summary>
    internal static ConvolutionCheckResult Run()
    {
        LibtorchContext.TrySwitchOffNnpack();
        if (IsSkipped) return new ConvolutionCheckResult(ConvolutionCheckStatus.Skipped, [], 0, TimeSpan.Zero, null);
        return ConvolutionTrial.Run(
            ConvolutionTable.Cases, LibtorchConvolution.Compute, () => LibtorchContext.TrySetOneDnn(false), ProcessorCaches.KnownDefect());
    }
}
