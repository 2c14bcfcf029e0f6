namespace GoogLeNetSharp.Numerics;

/// <summary>Outcome of the check of a process's convolutions.</summary>
public enum ConvolutionCheckStatus
{
    /// <summary>All tested convolutions were correct.</summary>
    Passed,

    /// <summary>Some convolutions were wrong with oneDNN, and all were correct without it. oneDNN is switched off in this process, which is
    /// slower.</summary>
    OneDnnSwitchedOff,

    /// <summary>
    /// Some convolutions are wrong, and switching oneDNN off was not possible or did not help. Modules of this library throw.
    /// </summary>
    Failed,

    /// <summary>The check was skipped by the AppContext switch <see cref="ConvolutionCheck.SkipSwitch"/>.</summary>
    Skipped,
}
