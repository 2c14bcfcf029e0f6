using System.Globalization;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>The records of CIFAR's binary files: label bytes, then the red, green and blue planes of a 32 x 32 image.</summary>
/// <param name="labelBytes">Label bytes per record; the last is the class.</param>
/// <param name="recordsPerFile">Records per file.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="source">Where to get the files, for messages.</param>
internal sealed class CifarRecords(int labelBytes, int recordsPerFile, int classes, string source)
{
    private const int Side = 32;
    private const int Plane = Side * Side;

    private readonly int _recordBytes = labelBytes + (3 * Plane);
    private readonly List<byte[]> _files = [];

    public long Count => (long)_files.Count * recordsPerFile;

    /// <summary>Adds the records of a file.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file does not have the published size, or contains an invalid label.</exception>
    public void Add(string path)
    {
        var expected = (long)_recordBytes * recordsPerFile;
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"{path}: no such file. {source}", path);
        if (file.Length != expected)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: expected {expected:N0} bytes, got {file.Length:N0}. {source}"));
        }

        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < recordsPerFile; i++)
        {
            var label = bytes[(i * _recordBytes) + labelBytes - 1];
            if (label >= classes)
            {
                throw new InvalidDataException($"{path}: image {i} has label {label}; expected 0 to {classes - 1}. {source}");
            }
        }

        _files.Add(bytes);
    }

    public int LabelOf(long index) => Record(index)[labelBytes - 1];

    public RgbImage ImageOf(long index)
    {
        var planes = Record(index)[labelBytes..];
        var image = new RgbImage(Side, Side);
        var pixels = image.Pixels;
        for (var i = 0; i < Plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[(i * RgbImage.BytesPerPixel) + channel] = planes[(channel * Plane) + i];
        }

        return image;
    }

    private ReadOnlySpan<byte> Record(long index)
    {
        var (file, position) = Math.DivRem(index, recordsPerFile);
        return _files[(int)file].AsSpan((int)position * _recordBytes, _recordBytes);
    }
}
