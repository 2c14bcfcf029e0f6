namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Writes legacy PyTorch checkpoints, sound or not.</summary>
internal static class LegacyMaker
{
    private static readonly byte[] Signature = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    internal static byte[] File(byte[] pickle, string[] keys, byte[] data, byte[]? signature = null, long version = 1001,
        byte littleEndian = 0x88)
    {
        PickleMaker list = PickleMaker.Begin().Op(']').Op('(');
        foreach (string key in keys) list.Text(key);
        return
        [
            .. signature ?? Signature,
            .. PickleMaker.Begin().Number(version).End(),
            .. PickleMaker.Begin().Op('}').Text("little_endian").Raw(littleEndian).Op('s').End(),
            .. pickle,
            .. list.Op('e').End(),
            .. data,
        ];
    }

    /// <summary>A storage as the file ends with it: element count, then the bytes.</summary>
    internal static byte[] Storage(long count, int byteCount) => [.. BitConverter.GetBytes(count), .. new byte[byteCount]];
}
