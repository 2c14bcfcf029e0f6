namespace GoogLeNetSharp.Graphs;

/// <summary>A setting that a node cannot have; lowering adds the module's path.</summary>
/// <param name="reason">The setting, its value and what is allowed: <c>its stride is 0, only 1 to 2147483647 is supported</c>.</param>
internal sealed class UnsupportedSettingException(string reason) : ArgumentException($"The node cannot be made: {reason}.")
{
    /// <summary>The setting, its value and what is allowed.</summary>
    public string Reason { get; } = reason;
}
