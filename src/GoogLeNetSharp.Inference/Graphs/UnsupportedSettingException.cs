namespace GoogLeNetSharp.Graphs;

/// <summary>The exception thrown for an unsupported setting of a node; lowering adds the module's path.</summary>
/// <param name="reason">The setting, its value and the allowed values: <c>its stride is 0, only 1 to 2147483647 is supported</c>.</param>
internal sealed class UnsupportedSettingException(string reason) : ArgumentException($"The node cannot be created: {reason}.")
{
    /// <summary>The setting, its value and the allowed values.</summary>
    public string Reason { get; } = reason;
}
