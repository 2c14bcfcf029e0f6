using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Imaging;

/// <summary>Labels in weights files.</summary>
public static class LabelsOfWeights
{
    extension(Labels)
    {
        /// <summary>Reads the labels that a weights file carries in its metadata, written by
        /// <see cref="ClassifierMetadata.Write"/>.</summary>
        /// <param name="path">The weights file.</param>
        /// <returns>The labels, or null where the file carries none.</returns>
        /// <exception cref="InvalidDataException">The file is broken, or its labels are.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static Labels? FromWeights(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            return ClassifierMetadata.Read(StateDictFile.Inspect(path).Metadata, path).Labels;
        }
    }
}
