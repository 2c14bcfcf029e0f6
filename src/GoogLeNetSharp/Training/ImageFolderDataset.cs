using System.Collections.Concurrent;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>A folder of images with one subfolder per class: JPEG, PNG, WebP and BMP files, at any depth below it.</summary>
/// <remarks>
/// <para>Classes and files are in ordinal order of their names, as in torchvision's <c>ImageFolder</c>. Images are decoded when asked for, and several at
/// once where several threads ask, as a <c>DataLoader</c> with <c>num_worker: 2</c> does.</para>
/// <para>A file that turns out broken is skipped: the next readable image of its class takes its place, so that batches stay whole and items stay the
/// same from run to run. <see cref="Skipped"/> counts and names such files.</para>
/// </remarks>
public sealed class ImageFolderDataset : ImageDataset, IItemLabels
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp"];

    private readonly (string Path, int Label)[] _files;
    private readonly BrokenImages _broken;
    private readonly long _maxPixels;
    private readonly ConcurrentDictionary<long, SkippedImage> _skipped = new();

    /// <summary>Lists the folder; nothing is decoded yet.</summary>
    /// <param name="folder">The folder with one subfolder per class.</param>
    /// <param name="transform">From the image to the tensor; it must make all images one size.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <param name="broken">What to do with a file that cannot be decoded.</param>
    /// <param name="maxPixels">The most pixels an image may have; one with more counts as broken. 1 or more.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolders, or one of them has no images.</exception>
    public ImageFolderDataset(
        string folder,
        ImageTransform transform,
        long seed = 0,
        BrokenImages broken = BrokenImages.Skip,
        long maxPixels = ImageDecoder.DefaultMaxPixels)
        : this(ClassFolders(folder), transform, seed, broken, maxPixels)
    {
    }

    private ImageFolderDataset(string[] folders, ImageTransform transform, long seed, BrokenImages broken, long maxPixels)
        : this([.. folders.Select(folder => Path.GetFileName(folder))], ListFiles(folders), transform, seed, broken, maxPixels)
    {
    }

    private ImageFolderDataset(
        IReadOnlyList<string> classes, (string Path, int Label)[] files, ImageTransform transform, long seed, BrokenImages broken, long maxPixels)
        : base(classes, transform, seed)
    {
        _files = files;
        Files = [.. files.Select(file => file.Path)];
        _broken = Enum.IsDefined(broken) ? broken : throw new ArgumentOutOfRangeException(
            nameof(broken), broken, $"broken: must be one of {string.Join(", ", Enum.GetNames<BrokenImages>())}.");
        _maxPixels = Require.Positive(maxPixels);
    }

    /// <summary>Number of image files.</summary>
    public override long Count => _files.Length;

    /// <summary>The files by index.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files that could not be decoded so far, in order of their index.</summary>
    public IReadOnlyList<SkippedImage> Skipped => [.. _skipped.OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <summary>Deals the images of one folder out to a training and a validation set, in each class the same share.</summary>
    /// <param name="folder">The folder with one subfolder per class, two images or more in each.</param>
    /// <param name="validationShare">Share of the images that go to validation, in (0, 1); at least one of each class goes to either set.</param>
    /// <param name="training">From the image to the tensor in the training set.</param>
    /// <param name="validation">From the image to the tensor in the validation set.</param>
    /// <param name="seed">Seed of the deal and of the transforms: the same seed deals the same.</param>
    /// <param name="broken">What to do with a file that cannot be decoded.</param>
    /// <param name="maxPixels">The most pixels an image may have; one with more counts as broken. 1 or more.</param>
    /// <returns>Both sets, with the same classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validationShare"/> is outside (0, 1).</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolders, or one of them has fewer than two images.</exception>
    public static (ImageFolderDataset Training, ImageFolderDataset Validation) Split(
        string folder,
        double validationShare,
        ImageTransform training,
        ImageTransform validation,
        long seed = 0,
        BrokenImages broken = BrokenImages.Skip,
        long maxPixels = ImageDecoder.DefaultMaxPixels)
    {
        if (validationShare is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationShare), validationShare, "validationShare: must be in (0, 1).");
        var folders = ClassFolders(folder);
        var (forTraining, forValidation) = (new List<(string Path, int Label)>(), new List<(string Path, int Label)>());
        foreach (var group in ListFiles(folders).GroupBy(file => file.Label))
        {
            var files = group.ToArray();
            if (files.Length < 2) throw new InvalidDataException($"{folders[group.Key]}: expected two images or more to split, got one.");
            ItemRandom.For(seed, ItemRandom.Content, group.Key).Shuffle(files);
            var share = Math.Clamp((int)Math.Round(files.Length * validationShare), 1, files.Length - 1);
            forValidation.AddRange(files[..share]);
            forTraining.AddRange(files[share..]);
        }

        string[] classes = [.. folders.Select(path => Path.GetFileName(path))];
        return (new ImageFolderDataset(classes, Sorted(forTraining), training, seed, broken, maxPixels),
            new ImageFolderDataset(classes, Sorted(forValidation), validation, seed, broken, maxPixels));

        static (string Path, int Label)[] Sorted(List<(string Path, int Label)> files) =>
            [.. files.OrderBy(file => file.Label).ThenBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public long LabelOf(long index) => _files[CheckIndex(index)].Label;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file cannot be decoded, where that is an error; or no image of its class can.</exception>
    protected override (RgbImage Image, int Label) Load(long index)
    {
        var (path, label) = _files[index];
        if (_broken == BrokenImages.Throw) return (ImageDecoder.Read(path, _maxPixels), label);

        for (var offset = 0L; offset < Count; offset++)
        {
            var candidate = (index + offset) % Count;
            if (_files[candidate].Label == label && TryRead(candidate) is { } image) return (image, label);
        }

        throw new InvalidDataException(
            $"None of the {_files.Count(file => file.Label == label)} images of class {Classes[label]} can be read; the first: {_skipped[index].Cause}");
    }

    private RgbImage? TryRead(long index)
    {
        if (_skipped.ContainsKey(index)) return null;
        var path = _files[index].Path;
        try
        {
            return ImageDecoder.Read(path, _maxPixels);
        }
        catch (InvalidDataException exception)
        {
            _skipped.TryAdd(index, new SkippedImage(path, exception.Message));
            return null;
        }
    }

    private static string[] ClassFolders(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: no such folder.");
        var folders = Directory.GetDirectories(folder);
        if (folders.Length == 0) throw new InvalidDataException($"{folder}: expected one subfolder per class, got none.");
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    private static (string Path, int Label)[] ListFiles(string[] folders) =>
        [.. folders.SelectMany((folder, label) =>
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files.Select(file => (file, label)) : throw new InvalidDataException(
                $"{folder}: expected images ({string.Join(", ", Extensions)}) of class {Path.GetFileName(folder)}, got none.");
        })];
}
