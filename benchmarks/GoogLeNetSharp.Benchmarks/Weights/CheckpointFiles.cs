using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Weights;

/// <summary>One network's weights as a file of every format.</summary>
internal static class CheckpointFiles
{
    internal static IReadOnlyList<string> Write(nn.Module network, string folder)
    {
        string safetensors = Path.Combine(folder, "weights.safetensors"), zip = Path.Combine(folder, "weights.pth");
        string legacy = Path.Combine(folder, "legacy.pth"), torchSharp = Path.Combine(folder, "weights.dat");
        network.SaveWeights(safetensors);
        network.save(torchSharp);
        KeyValuePair<string, Tensor>[] state = [.. network.state_dict()];
        byte[] pickle = Pickle(state);
        File.WriteAllBytes(zip, ZipMaker.Checkpoint(pickle, [.. state.Select((entry, i) => (Key(i), entry.Value.bytes.ToArray()))]));
        using var data = new MemoryStream();
        foreach ((_, Tensor tensor) in state)
        {
            data.Write(BitConverter.GetBytes(tensor.numel()));
            data.Write(tensor.bytes);
        }

        File.WriteAllBytes(legacy, LegacyMaker.File(pickle, [.. state.Select((_, i) => Key(i))], data.ToArray()));
        return [safetensors, zip, legacy, torchSharp];
    }

    private static byte[] Pickle(KeyValuePair<string, Tensor>[] state)
    {
        PickleMaker pickle = PickleMaker.Begin(memoizes: true).Op('}').Op('(');
        foreach (((string name, Tensor tensor), int i) in state.Select((entry, i) => (entry, i)))
        {
            string type = tensor.dtype == ScalarType.Int64 ? "LongStorage" : "FloatStorage";
            pickle.Text(name).Tensor(Key(i), type, tensor.numel(), 0, tensor.shape, tensor.stride());
        }

        return pickle.Op('u').End();
    }

    private static string Key(int index) => FormattableString.Invariant($"{index}");
}
