namespace GoogLeNetSharp.Training;

/// <summary>What <see cref="ImageFolderDataset"/> does with a file that cannot be read, decoded or transformed, for whatever
/// reason.</summary>
public enum BrokenImages
{
    /// <summary>The file is skipped, listed under <see cref="ImageFolderDataset.Skipped"/> with the reason, and the next image of its class
    /// takes its place.</summary>
    Skip,

    /// <summary>Asking for the item throws <see cref="InvalidDataException"/>, which names the file.</summary>
    Throw,
}
