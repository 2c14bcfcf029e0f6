using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Writes a module's weights as <c>torch.save</c> would.</summary>
internal static class CheckpointMaker
{
    /// <summary>A zip checkpoint, the format of PyTorch 1.6 and later.</summary>
    internal static byte[] Zip(nn.Module module)
    {
        KeyValuePair<string, Tensor>[] state = [.. module.state_dict()];
        return ZipMaker.Checkpoint(Pickle(state), [.. state.Select((entry, i) => (Key(i), entry.Value.bytes.ToArray()))]);
    }

    /// <summary>A checkpoint of the format before PyTorch 1.6.</summary>
    internal static byte[] Legacy(nn.Module module)
    {
        KeyValuePair<string, Tensor>[] state = [.. module.state_dict()];
        using var data = new MemoryStream();
        foreach ((_, Tensor tensor) in state)
        {
            data.Write(BitConverter.GetBytes(tensor.numel()));
            data.Write(tensor.bytes);
        }

        return LegacyMaker.File(Pickle(state), [.. state.Select((_, i) => Key(i))], data.ToArray());
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
