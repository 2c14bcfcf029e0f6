using System.Collections.Concurrent;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A dataset from a folder with one subfolder per class: JPEG, PNG, WebP, BMP and GIF files at any depth.</summary>
/// <remarks>
/// <para>Classes and files are in ordinal order of their names, as in torchvision's <c>ImageFolder</c>. Images are decoded on demand,
/// concurrently on several threads; each takes up to 4 bytes per pixel.</para>
/// <para>Hidden files and folders and those of tools (<c>__MACOSX</c>) are ignored. Links are followed, but each real folder is listed
/// once, and ancestors of this folder are not listed. Only regular files are items.</para>
/// <para>A file that cannot be read or transformed is skipped and replaced by the next usable image of its class, so that batches stay
/// complete and items are reproducible. <see cref="Skipped"/> lists such files.</para>
/// </remarks>
public sealed class ImageFolderDataset : ImageDataset, IItemLabels
{
    private readonly (string Path, int Label)[] _files;
    private readonly FolderListing _listing;
    private readonly BrokenImages _broken;
    private readonly long _maxPixels;
    private readonly ConcurrentDictionary<long, SkippedImage> _skipped = new();

    /// <summary>Initializes the dataset by listing the folder. Images are not decoded yet.</summary>
    /// <param name="folder">The folder with one subfolder per class.</param>
    /// <param name="transform">Transform of the images, which must give all images the same size.</param>
    /// <param name="seed">Seed of the random steps of the transform.</param>
    /// <param name="broken">Treatment of files that cannot be read or transformed.</param>
    /// <param name="maxPixels">Maximum number of pixels of an image, 1 or more; larger images count as broken.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
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

    /// <summary>The unused image files: those that are not items (unsupported formats, not regular files), then items that could not be
    /// read or transformed so far, in index order.</summary>
    public IReadOnlyList<SkippedImage> Skipped =>
        [.. _listing.Skipped, .. _skipped.OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <summary>Other files and folders that are not items: hidden files, files of other types, folders that are already listed or cannot
    /// be listed.</summary>
    public IReadOnlyList<LeftOutEntry> LeftOut => _listing.LeftOut;

    /// <summary>Splits the images of a folder into a training and a validation set, with the same share of each class.</summary>
    /// <param name="folder">The folder with one subfolder per class, each with two or more images.</param>
    /// <param name="validationShare">Share of the validation images, in (0, 1). Each set has at least one image of each class.</param>
    /// <param name="training">Transform of the training set.</param>
    /// <param name="validation">Transform of the validation set.</param>
    /// <param name="seed">Seed of the split and of the transforms; the same seed gives the same split.</param>
    /// <param name="broken">Treatment of files that cannot be read or transformed.</param>
    /// <param name="maxPixels">Maximum number of pixels of an image, 1 or more; larger images count as broken.</param>
    /// <returns>Both datasets, with the same classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validationShare"/> is outside (0, 1).</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
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

    /// <summary>Loads the image of an item before the transform, always from its own file.</summary>
    /// <param name="index">Index of the item, from 0 to <c>Count - 1</c>.</param>
    /// <returns>The image and its label.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not an image, truncated, corrupt, not a regular file or has too many
    /// pixels.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
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

    // A file is tried at every request, because a step may fail in one epoch and succeed in another.
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
