namespace GoogLeNetSharp;

/// <summary>A module that describes its <c>forward</c> for compilation and export. For classes that cannot derive from
/// <see cref="Block"/>.</summary>
public interface ILowerable
{
    /// <summary>Defines, in terms of symbolic values, what the module computes in evaluation mode.</summary>
    /// <param name="x">The module's input.</param>
    /// <returns>The module's output.</returns>
    Value Lower(Value x);
}
