using System.Collections;

namespace GoogLeNetSharp.Imaging;

/// <summary>Names of the classes, in the order of the logits.</summary>
public sealed class Labels : IReadOnlyList<string>
{
    private readonly string[] _names;

    /// <summary>Initializes labels from names.</summary>
    /// <param name="names">One name per class, one or more.</param>
    /// <exception cref="ArgumentException">The list is empty, or a name is empty.</exception>
    public Labels(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names];
        if (_names.Length == 0) throw new ArgumentException("names: expected one or more, got none.", nameof(names));
        if (Array.FindIndex(_names, string.IsNullOrWhiteSpace) is >= 0 and var empty)
            throw new ArgumentException($"names: the name of class {empty} is empty.", nameof(names));
    }

    /// <summary>Number of classes.</summary>
    public int Count => _names.Length;

    /// <summary>Name of a class.</summary>
    /// <param name="index">Index of the class in the logits.</param>
    public string this[int index] => _names[index];

    /// <summary>Reads a text file with one name per line; empty lines at the end are ignored.</summary>
    /// <remarks>The file is UTF-8, with or without a byte order mark, or UTF-16 with a byte order mark. Lines end with LF, CR LF or CR. For
    /// any other encoding: <c>new Labels(File.ReadLines(path, encoding))</c>.</remarks>
    /// <param name="path">The file.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="InvalidDataException">The file has no names, an empty line between names, or bytes that are invalid in its
    /// encoding; the message has the line number.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static Labels FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var lines = LabelText.Lines(File.ReadAllBytes(path), path);
        return Array.IndexOf(lines, "") switch
        {
            < 0 => new Labels(lines),
            _ when lines.Length == 1 => throw new InvalidDataException($"{path}: expected one class name per line, got an empty file."),
            var empty => throw new InvalidDataException($"{path}: line {empty + 1} is empty; expected one class name per line."),
        };
    }

    /// <summary>Returns the first ten names and the number of others.</summary>
    public override string ToString() => new ReadableList<string>(_names).ToString();

    /// <summary>Enumerates the names in order.</summary>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
