namespace GoogLeNetSharp.Tests.Weights;

/// <summary>A path in a folder of its own, which goes when this is disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string folder) => Folder = folder;

    internal string Folder { get; }

    internal string Path => System.IO.Path.Combine(Folder, "weights.safetensors");

    internal static TemporaryFile New() => new(Directory.CreateTempSubdirectory("googlenetsharp").FullName);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
