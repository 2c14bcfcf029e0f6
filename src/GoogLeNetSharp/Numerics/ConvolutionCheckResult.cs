using System.Globalization;

namespace GoogLeNetSharp.Numerics;

/// <summary>What the check of a process's convolutions found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Wrong">
/// The convolutions that were wrong: with oneDNN where that is switched off now, as they are where the check failed. Empty where it
/// passed or was skipped.
/// </param>
/// <param name="Tried">How many convolutions were tried.</param>
/// <param name="Elapsed">How long the check took, the second run after a switch included.</param>
/// <param name="KnownCause">The known defect that this processor sets off, or null; a hint that decides nothing.</param>
public sealed record ConvolutionCheckResult(
    ConvolutionCheckStatus Status, IReadOnlyList<WrongConvolution> Wrong, int Tried, TimeSpan Elapsed, string? KnownCause)
{
    /// <summary>The result in a sentence or two.</summary>
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
