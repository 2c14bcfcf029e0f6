namespace GoogLeNetSharp.Numerics;

/// <summary>How the check of a process's convolutions ended.</summary>
public enum ConvolutionCheckStatus
{
    /// <summary>All convolutions tried were right.</summary>
    Passed,

    /// <summary>Some were wrong with oneDNN, all were right without it: oneDNN is switched off in this process, which is slower.</summary>
    OneDnnSwitchedOff,

    /// <summary>
    /// Some are wrong, and switching oneDNN off was not possible or did not help: modules of this library refuse to work.
    /// </summary>
    Failed,

    /// <summary>The check was skipped by the AppContext switch <see cref="ConvolutionCheck.SkipSwitch"/>.</summary>
    Skipped,
}
