namespace GoogLeNetSharp;

/// <summary>An auxiliary head of a network.</summary>
/// <param name="Name">Its registered name: <c>aux1</c>.</param>
/// <param name="Tap">The stage that is its input: <c>inception4a</c>.</param>
/// <param name="Module">The module of the head.</param>
public sealed record AuxiliaryHead(string Name, string Tap, AuxiliaryClassifier Module)
{
    /// <summary>Returns the name and the input stage: <c>aux1 after inception4a</c>.</summary>
    public override string ToString() => $"{Name} after {Tap}";
}
