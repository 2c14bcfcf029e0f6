namespace GoogLeNetSharp;

/// <summary>An auxiliary head of a network.</summary>
/// <param name="Name">Its registered name: <c>aux1</c>.</param>
/// <param name="Tap">The stage whose output it reads: <c>inception4a</c>.</param>
/// <param name="Module">The head.</param>
public sealed record AuxiliaryHead(string Name, string Tap, AuxiliaryClassifier Module)
{
    /// <summary>The name and the stage that it reads: <c>aux1 after inception4a</c>.</summary>
    public override string ToString() => $"{Name} after {Tap}";
}
