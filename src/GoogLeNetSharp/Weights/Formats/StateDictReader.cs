using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Detects the format from the first bytes and reads the structure.</summary>
internal static class StateDictReader
{
    private const int StartLength = 16;

    /// <param name="source">The file.</param>
    /// <param name="key">The key in a PyTorch checkpoint that holds the state dict, or null to find it.</param>
    internal static StoredStateDict Read(ByteSource source, string? key)
    {
        var budget = new WorkBudget(source);
        byte[] start = new byte[Math.Min(StartLength, source.Length)];
        source.Read(0, start);
        bool isSafetensors = SafetensorsReader.Recognises(start);
        bool isZip = ZipDirectory.Recognises(start), isLegacy = LegacyCheckpointReader.Recognises(start);
        if (key is not null && !isZip && !isLegacy)
        {
            throw InvalidFile.At(source.Name, "state dict",
                $"the key {InvalidFile.Quote(key)} is set, but only PyTorch checkpoints have keys");
        }

        if (isSafetensors) return SafetensorsReader.Read(source, budget);
        if (isZip) return ZipCheckpointReader.Read(source, budget, key);
        if (OnnxReader.Recognises(start)) return OnnxReader.Read(source, budget);
        if (isLegacy) return LegacyCheckpointReader.Read(source, budget, key);
        if (start.AsSpan().StartsWith("version https://"u8))
            throw InvalidFile.At(source.Name, 0, $"this is a Git LFS pointer, not the file it stands for: fetch it with 'git lfs pull'");
        try
        {
            return TorchSharpReader.Read(source, budget);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                e.Message
                    + " (read as a TorchSharp .dat file, since it begins neither as safetensors nor as a PyTorch checkpoint or an ONNX "
                    + "file)", e);
        }
    }
}
