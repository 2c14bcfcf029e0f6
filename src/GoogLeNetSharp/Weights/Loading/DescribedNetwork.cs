using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>
/// Compares the network that a file's options describe with the file's header, before it is made: metadata may ask for any size, which costs nothing to write.
/// </summary>
internal static class DescribedNetwork
{
    // Up to these the network is made at once, which takes 100 MB at most.
    private const long FewClasses = 10_000;
    private const long FewChannels = 256;

    /// <exception cref="InvalidDataException">A tensor whose size the options set is missing, of another shape or of no floating type.</exception>
    /// <exception cref="WeightsMismatchException">Another tensor is missing, unexpected or of another shape.</exception>
    internal static void Check(StoredStateDict header, GoogLeNetOptions options)
    {
        Dictionary<string, StoredTensor> found = header.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        (string Name, long[] Shape)[] sized = [.. SizedByOptions(options)];
        Int128 bytes = 0;
        foreach ((string name, long[] shape) in sized)
        {
            if (!found.TryGetValue(name, out StoredTensor? stored)) throw Refused(header, name, shape, "has none of that name");
            if (!stored.Shape.AsSpan().SequenceEqual(shape)) throw Refused(header, name, shape, $"has {InvalidFile.Shape(stored.Shape)}");
            if (!stored.Element.IsFloatingPoint) throw Refused(header, name, shape, $"has one of type {stored.Element.Type}");
            bytes += (Int128)stored.ElementCount * sizeof(float);
        }

        if (options.NumClasses <= FewClasses && options.InputChannels <= FewChannels) return;
        header.Source.CheckFits("metadata " + OptionsMetadata.Key, bytes);

        // The other tensors are those of the same network with few classes and channels.
        using var small = new GoogLeNet(options with { NumClasses = 1, InputChannels = 1, TransformInput = false });
        var others = new LoadWeightsOptions { KeyFilter = name => sized.All(s => s.Name != name) };
        new LoadPlan(header, new TargetModule(small), others).ThrowOnMismatch();
    }

    // The input channels reach the first convolution, the classes the last layers; every other size is the preset's.
    private static IEnumerable<(string Name, long[] Shape)> SizedByOptions(GoogLeNetOptions options)
    {
        StageList list = StageList.For(options.Preset);
        long features = InceptionTable.Inception5[^1].Widths.OutChannels;
        foreach (StageSpec.Linear hidden in list.Hidden.OfType<StageSpec.Linear>()) features = hidden.OutFeatures;
        yield return ($"{list.ClassifierName}.weight", [options.NumClasses, features]);
        yield return ($"{list.ClassifierName}.bias", [options.NumClasses]);

        StageSpec.Conv first = list.Stem.OfType<StageSpec.Conv>().First();
        yield return ($"{first.Name}.conv.weight", [first.Width, options.InputChannels, first.Window.KernelSize.Height, first.Window.KernelSize.Width]);

        if (!options.AuxiliaryHeads) yield break;
        foreach ((string name, _) in InceptionTable.AuxiliaryHeads)
        {
            yield return ($"{name}.fc2.weight", [options.NumClasses, AuxiliaryClassifier.HiddenFeatures]);
            yield return ($"{name}.fc2.bias", [options.NumClasses]);
        }
    }

    private static InvalidDataException Refused(StoredStateDict header, string name, long[] shape, string found) => InvalidFile.At(
        header.Source.Name,
        "metadata " + OptionsMetadata.Key,
        $"the network it describes has a tensor {InvalidFile.Quote(name)} of {InvalidFile.Shape(shape)} floating-point numbers, the file {found}");
}
