namespace GoogLeNetSharp.Training;

/// <summary>Determines how <see cref="ImageFolderDataset"/> treats a file that cannot be read, decoded or transformed.</summary>
public enum BrokenImages
{
    /// <summary>The file is skipped and listed in <see cref="ImageFolderDataset.Skipped"/> with the reason. The next image of its class is
    /// used instead.</summary>
    Skip,

    /// <summary>Loading the item throws <see cref="InvalidDataException"/>, which names the file.</summary>
    Throw,
}
