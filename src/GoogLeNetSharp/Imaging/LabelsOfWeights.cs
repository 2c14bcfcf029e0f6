using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Imaging;

/// <summary>Reads labels from weights files.</summary>
public static class LabelsOfWeights
{
    extension(Labels)
    {
        /// <summary>Reads the labels in a weights file's metadata, written by <see cref="ClassifierMetadata.Write"/>.</summary>
        /// <param name="path">The weights file.</param>
        /// <returns>The labels, or null if the file has none.</returns>
        /// <exception cref="InvalidDataException">The file or its labels are invalid.</exception>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        public static Labels? FromWeights(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            return ClassifierMetadata.Read(StateDictFile.Inspect(path).Metadata, path).Labels;
        }
    }
}
