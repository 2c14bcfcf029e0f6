namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Tells the format by the first bytes and reads the structure.</summary>
internal static class StateDictReader
{
    private const int StartLength = 16;

    internal static StoredStateDict Read(ByteSource source)
    {
        byte[] start = new byte[Math.Min(StartLength, source.Length)];
        source.Read(0, start);
        if (SafetensorsReader.Recognises(start)) return SafetensorsReader.Read(source);
        if (ZipDirectory.Recognises(start)) return ZipCheckpointReader.Read(source);
        if (LegacyCheckpointReader.Recognises(start)) return LegacyCheckpointReader.Read(source);
        if (start.AsSpan().StartsWith("version https://"u8))
            throw InvalidFile.At(source.Name, 0, $"this is a Git LFS pointer, not the file it stands for: fetch it with 'git lfs pull'");
        try
        {
            return TorchSharpReader.Read(source);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                e.Message + " (read as a TorchSharp .dat file, since it begins neither as safetensors nor as a PyTorch checkpoint)", e);
        }
    }
}
