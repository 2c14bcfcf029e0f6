using System.Globalization;

namespace GoogLeNetSharp.Numerics;

/// <summary>The result of the check of a process's convolutions.</summary>
/// <param name="Status">Outcome.</param>
/// <param name="Wrong"> The wrong convolutions: with oneDNN, if it is switched off now, or with the current settings, if the check failed.
/// Empty if the check passed or was skipped.
/// </param>
/// <param name="Tried">Number of convolutions tested.</param>
/// <param name="Elapsed">Duration of the check, including a second run.</param>
/// <param name="KnownCause">A known defect that affects this processor, or null. For information only.</param>
public sealed record ConvolutionCheckResult(
    ConvolutionCheckStatus Status, IReadOnlyList<WrongConvolution> Wrong, int Tried, TimeSpan Elapsed, string? KnownCause)
{
    /// <summary>Returns the result in one or two sentences.</summary>
    public override string ToString() => Status switch
    {
        ConvolutionCheckStatus.Passed => $"all of {Tried} convolutions are right, checked in {Milliseconds} ms",
        ConvolutionCheckStatus.Skipped => $"convolutions are not checked: {ConvolutionCheck.SkipSwitch} is set",
        ConvolutionCheckStatus.OneDnnSwitchedOff =>
            $"libtorch's oneDNN computes wrong convolutions in this process ({Found}); it is switched off, and convolutions are right, "
            + $"but slower{Cause}",
        _ => "libtorch computes wrong convolutions in this process, and switching oneDNN off was not possible or did not help "
            + $"({Found}){Cause}",
    };

    private string Milliseconds => Elapsed.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);

    private string Found => $"{Wrong.Count} of {Tried}: {Wrong[0]}{(Wrong.Count > 1 ? "; ..." : "")}";

    private string Cause => KnownCause is null ? "" : $". {KnownCause}";
}
