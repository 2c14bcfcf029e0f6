using System.Collections.Concurrent;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A folder of images with one subfolder per class: JPEG, PNG, WebP, BMP and GIF files, at any depth below it.</summary>
/// <remarks>
/// <para>Classes and files are in ordinal order of their names, as in torchvision's <c>ImageFolder</c>. Images are decoded when asked for,
/// and several at
/// once where several threads ask: then each takes up to 4 bytes a pixel.</para>
/// <para>Hidden files and folders, and those of tools (<c>__MACOSX</c>), are passed over. Links are followed, but each real folder is
/// listed once, and none
/// that contains this one; only regular files are items.</para>
/// <para>A file that cannot be read, or that the transform refuses, is skipped: the next usable image of its class takes its place, so that
/// batches stay
/// whole and items stay the same from run to run. <see cref="Skipped"/> counts and names such files.</para>
/// </remarks>
public sealed class ImageFolderDataset : ImageDataset, IItemLabels
{
    private readonly (string Path, int Label)[] _files;
    private readonly FolderListing _listing;
    private readonly BrokenImages _broken;
    private readonly long _maxPixels;
    private readonly ConcurrentDictionary<long, SkippedImage> _skipped = new();

    /// <summary>Lists the folder; nothing is decoded yet.</summary>
    /// <param name="folder">The folder with one subfolder per class.</param>
    /// <param name="transform">From the image to the tensor; it must make all images one size.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <param name="broken">What to do with a file that cannot be read or transformed.</param>
    /// <param name="maxPixels">The most pixels an image may have; one with more counts as broken. 1 or more.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolders, or one of them has no images.</exception>
    public ImageFolderDataset(
        string folder,
        ImageTransform transform,
        long seed = 0,
        BrokenImages broken = BrokenImages.Skip,
        long maxPixels = ImageDecoder.DefaultMaxPixels)
        : this(new FolderListing(folder), transform, seed, broken, maxPixels)
    {
    }

    private ImageFolderDataset(FolderListing listing, ImageTransform transform, long seed, BrokenImages broken, long maxPixels)
        : this(listing, listing.Files, transform, seed, broken, maxPixels)
    {
    }

    private ImageFolderDataset(
        FolderListing listing,
        IEnumerable<(string Path, int Label)> files,
        ImageTransform transform,
        long seed,
        BrokenImages broken,
        long maxPixels)
        : base(listing.Classes, transform, seed)
    {
        _files = [.. files];
        _listing = listing;
        Files = [.. _files.Select(file => file.Path)];
        _broken = Enum.IsDefined(broken) ? broken : throw new ArgumentOutOfRangeException(
            nameof(broken), broken, $"broken: must be one of {string.Join(", ", Enum.GetNames<BrokenImages>())}.");
        _maxPixels = Require.Positive(maxPixels);
    }

    /// <summary>Number of image files.</summary>
    public override long Count => _files.Length;

    /// <summary>The files by index.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The image files that are not used: those that are no items (of a format that is not read, no regular files), then those of
    /// the items that
    /// could not be read or transformed so far, in order of their index.</summary>
    public IReadOnlyList<SkippedImage> Skipped =>
        [.. _listing.Skipped, .. _skipped.OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <summary>The other files and folders that are no items: hidden ones, files of other kinds, folders that are listed already or cannot
    /// be listed.</summary>
    public IReadOnlyList<LeftOutEntry> LeftOut => _listing.LeftOut;

    /// <summary>Deals the images of one folder out to a training and a validation set, in each class the same share.</summary>
    /// <param name="folder">The folder with one subfolder per class, two images or more in each.</param>
    /// <param name="validationShare">Share of the images that go to validation, in (0, 1); at least one of each class goes to either
    /// set.</param>
    /// <param name="training">From the image to the tensor in the training set.</param>
    /// <param name="validation">From the image to the tensor in the validation set.</param>
    /// <param name="seed">Seed of the deal and of the transforms: the same seed deals the same.</param>
    /// <param name="broken">What to do with a file that cannot be read or transformed.</param>
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
        var listing = new FolderListing(folder);
        var (forTraining, forValidation) = (new List<(string Path, int Label)>(), new List<(string Path, int Label)>());
        foreach (var group in listing.Files.GroupBy(file => file.Label))
        {
            var files = group.ToArray();
            if (files.Length < 2)
                throw new InvalidDataException($"{listing.Folders[group.Key]}: expected two images or more to split, got one.");
            ItemRandom.For(seed, ItemRandom.Content, group.Key).Shuffle(files);
            var share = Math.Clamp((int)Math.Round(files.Length * validationShare), 1, files.Length - 1);
            forValidation.AddRange(files[..share]);
            forTraining.AddRange(files[share..]);
        }

        return (new ImageFolderDataset(listing, Sorted(forTraining), training, seed, broken, maxPixels),
            new ImageFolderDataset(listing, Sorted(forValidation), validation, seed, broken, maxPixels));

        static (string Path, int Label)[] Sorted(List<(string Path, int Label)> files) =>
            [.. files.OrderBy(file => file.Label).ThenBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public long LabelOf(long index) => _files[CheckIndex(index)].Label;

    /// <summary>The image of an item as it is before the transform; of its own file, whatever is done with broken ones.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and its label.</returns>
    /// <exception cref="InvalidDataException">The file is empty, no image, truncated, corrupt, no regular file or has too many
    /// pixels.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    protected override (RgbImage Image, int Label) Load(long index) =>
        (ImageDecoder.Read(_files[index].Path, _maxPixels), _files[index].Label);

    private protected override (Tensor Image, int Label, string Name) Make(long index, int epoch)
    {
        var label = _files[index].Label;
        for (var offset = 0L; offset < Count; offset++)
        {
            var candidate = (index + offset) % Count;
            if (_files[candidate].Label != label || TryMake(candidate, ItemRandom.For(Seed, epoch, index)) is not { } image) continue;
            return (image, label, _files[candidate].Path);
        }

        throw new InvalidDataException(
            $"None of the {_files.Count(file => file.Label == label)} images of class {Classes[label]} can be read; the first: "
            + $"{_skipped[index].Cause}");
    }

    // Every file is tried whenever it is asked for: a step may refuse it in one epoch and take it in another.
    private Tensor? TryMake(long index, Random random)
    {
        var path = _files[index].Path;
        try
        {
            return Transform.Normalization.ToTensor(Transform.ApplySteps(Load(index).Image, random, path));
        }
        catch (Exception exception) when (ImageError.IsOfTheImage(exception))
        {
            var cause = ImageError.Message(path, exception);
            if (_broken == BrokenImages.Throw) throw new InvalidDataException(cause, exception);
            _skipped.TryAdd(index, new SkippedImage(path, cause));
            return null;
        }
    }
}
