using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Reads a source sequentially through a small buffer and tracks the position of each byte.</summary>
internal sealed class ForwardReader(ByteSource source, long position = 0)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[(int)Math.Min(64 * 1024, Math.Max(16, source.Length))];
    private int _next;
    private int _filled;

    internal ByteSource Source => source;

    internal long Position { get; private set; } = position;

    internal long Remaining => source.Length - Position;

    internal byte ReadByte()
    {
        Ensure(1);
        Position++;
        return _buffer[_next++];
    }

    internal ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    internal double ReadBigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    // returns at most a buffer's length, valid until the next read
    private ReadOnlySpan<byte> Take(int count)
    {
        Ensure(count);
        ReadOnlySpan<byte> taken = _buffer.AsSpan(_next, count);
        _next += count;
        Position += count;
        return taken;
    }

    internal byte[] ReadBytes(long count)
    {
        Need(count);
        if (count <= _buffer.Length) return Take((int)count).ToArray();

        byte[] bytes = new byte[count];
        source.Read(Position, bytes);
        Skip(count);
        return bytes;
    }

    /// <param name="byteCount">Bytes of the text, at most <see cref="int.MaxValue"/>.</param>
    internal string ReadUtf8(long byteCount)
    {
        long start = Position;
        Need(byteCount);
        try
        {
            if (byteCount <= _buffer.Length) return StrictUtf8.GetString(Take((int)byteCount));
            byte[] bytes = ArrayPool<byte>.Shared.Rent((int)byteCount);
            try
            {
                source.Read(Position, bytes.AsSpan(0, (int)byteCount));
                Skip(byteCount);
                return StrictUtf8.GetString(bytes.AsSpan(0, (int)byteCount));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        catch (DecoderFallbackException)
        {
            throw InvalidFile.At(source.Name, start, $"a text of {byteCount} bytes is not valid UTF-8");
        }
    }

    /// <summary>Reads an unsigned LEB128 number (the 7-bit encoded integer of .NET's BinaryWriter) that fits into a signed 64-bit
    /// integer.</summary>
    internal long ReadLeb128()
    {
        long start = Position;
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte part = ReadByte();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw InvalidFile.At(source.Name, start, $"a number has more than 63 bits");
    }

    internal void Skip(long count)
    {
        Need(count);
        Position += count;
        if (count <= _filled - _next) _next += (int)count;
        else _next = _filled = 0;
    }

    private void Ensure(int count)
    {
        if (_filled - _next >= count) return;
        Need(count);
        _filled = (int)Math.Min(_buffer.Length, Remaining);
        _next = 0;
        source.Read(Position, _buffer.AsSpan(0, _filled));
    }

    private void Need(long count)
    {
        if (count > Remaining)
            throw InvalidFile.At(source.Name, Position, $"{count} bytes are needed, but {Remaining} are left");
    }
}
