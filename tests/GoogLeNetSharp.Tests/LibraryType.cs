namespace GoogLeNetSharp.Tests;

/// <summary>A type of the library.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Folder">The folder of its file, below that of the project.</param>
internal sealed record LibraryType(string Name, string Namespace, string Folder)
{
    /// <summary>The uppermost folder.</summary>
    public string Layer => Folder.Split('/')[0];

    /// <summary>The folder and the name: <c>Models/GoogLeNet</c>.</summary>
    public override string ToString() => $"{Folder}/{Name}";
}
