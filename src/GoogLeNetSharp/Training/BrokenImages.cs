namespace GoogLeNetSharp.Training;

/// <summary>What <see cref="ImageFolderDataset"/> does with a file that cannot be decoded.</summary>
public enum BrokenImages
{
    /// <summary>The file is skipped, listed under <see cref="ImageFolderDataset.Skipped"/>, and the next image of its class takes its place.</summary>
    Skip,

    /// <summary>Asking for the item throws <see cref="InvalidDataException"/>.</summary>
    Throw,
}
