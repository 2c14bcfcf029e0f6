using System.Runtime.InteropServices;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>Creates the network described by a file. Metadata may describe a network of any size, so names and shapes are compared with the
/// file's header on the device <c>META</c> before memory is allocated for parameters.</summary>
internal static class DescribedNetwork
{
    private static readonly Dictionary<string, Func<string, Block>> Library = new()
    {
        [nameof(GoogLeNet)] = Load<GoogLeNet>,
        [nameof(LeNet)] = Load<LeNet>,
        [nameof(Vgg)] = Load<Vgg>,
        [nameof(ResNet)] = Load<ResNet>,
    };

    /// <summary>Creates and loads the network of this library that is stored in a file.</summary>
    internal static Block Load(string path)
    {
        using FileStream stream = StateDictFile.Open(path);
        var (description, _) = Describe(ByteSource.OfFile(stream, path), "network");
        return Library.TryGetValue(description.Network, out var load) ? load(path) : throw new ArgumentException(
            $"path: {path} holds a {InvalidFile.Printable(description.Network)}, which is none of {string.Join(", ", Library.Keys)}: "
            + $"name the class as type argument.", nameof(path));
    }

    /// <summary>Creates and loads the network stored in a file.</summary>
    internal static TNetwork Load<TNetwork>(string path)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork>
    {
        using FileStream stream = StateDictFile.Open(path);
        var source = ByteSource.OfFile(stream, path);
        var (description, header) = Describe(source, typeof(TNetwork).Name);
        if (description.Network != typeof(TNetwork).Name)
        {
            throw new ArgumentException(
                $"path: {path} holds a {InvalidFile.Printable(description.Network)}, not a {typeof(TNetwork).Name}.", nameof(path));
        }

        TNetwork? network = null;
        try
        {
            Compare(header, Make<TNetwork>(description, META));
            network = Make<TNetwork>(description, device: null);
            WeightsLoader.Load(network, source, LoadWeightsOptions.Default, progress: null, CancellationToken.None);
            return network;
        }
        catch (WeightsMismatchException e)
        {
            network?.Dispose();
            throw new InvalidDataException(
                $"{path}: metadata {DescriptionMetadata.SettingsKey}: the tensors are not those of the network it describes: {e.Message}",
                e);
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    private static (DescriptionMetadata Description, StoredStateDict Header) Describe(ByteSource source, string network)
    {
        var header = StateDictReader.Read(source, key: null);
        return (DescriptionMetadata.Find(source.Name, header.Metadata) ?? throw new ArgumentException(
            $"path: {source.Name} ({header.Format}) does not say which {network} it holds; create the network with its options and call "
            + $"LoadWeights.", "path"), header);
    }

    // Checks names, shapes and available memory, and disposes the network.
    private static void Compare(StoredStateDict header, nn.Module network)
    {
        var tensors = network.state_dict().Values;
        try
        {
            new LoadPlan(header, new TargetModule(network), LoadWeightsOptions.Default).ThrowOnMismatch();
            Int128 bytes = 0;
            foreach (var tensor in tensors) bytes += (Int128)tensor.numel() * tensor.element_size();
            header.Source.CheckFits("metadata " + DescriptionMetadata.SettingsKey, bytes);
        }
        finally
        {
            network.Dispose();
            foreach (var tensor in tensors) tensor.Dispose();       // TorchSharp modules do not dispose their buffers
        }
    }

    // A setting outside its range is an error in the text; incompatible settings are an error of the network.
    private static TNetwork Make<TNetwork>(DescriptionMetadata description, Device? device)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork>
    {
        try
        {
            return description.Read(settings => TNetwork.FromDescription(settings, device));
        }
        catch (Exception e) when (e is ExternalException or OverflowException)
        {
            throw description.Refused($"no such network can be made: {InvalidFile.Quote(e.Message.Split('\n')[0])}");
        }
    }
}
