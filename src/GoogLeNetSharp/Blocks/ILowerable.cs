namespace GoogLeNetSharp;

/// <summary>A module that says what its <c>forward</c> computes, for compilation and export: for classes that cannot derive from
/// <see cref="Block"/>.</summary>
public interface ILowerable
{
    /// <summary>Says, against symbolic values, what the module computes in evaluation mode.</summary>
    /// <param name="x">The module's input.</param>
    /// <returns>The module's output.</returns>
    Value Lower(Value x);
}
