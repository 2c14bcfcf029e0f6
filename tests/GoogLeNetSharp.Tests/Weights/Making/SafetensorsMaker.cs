using System.Buffers.Binary;
using System.Text;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Puts a header and data together as a safetensors file, sound or not.</summary>
internal static class SafetensorsMaker
{
    internal static byte[] File(string json, int dataLength) => File(Encoding.UTF8.GetBytes(json), dataLength);

    internal static byte[] File(byte[] json, int dataLength, ulong? headerLength = null)
    {
        byte[] file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(file, headerLength ?? (ulong)json.Length);
        json.CopyTo(file, 8);
        return file;
    }
}
