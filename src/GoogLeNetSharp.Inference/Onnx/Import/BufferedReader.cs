namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Reads single bytes of a seekable stream from its current position, in blocks.</summary>
internal sealed class BufferedReader(Stream stream)
{
    private const int BlockSize = 1 << 14;

    private readonly long _start = stream.Position;
    private readonly byte[] _block = new byte[BlockSize];
    private long _blockStart;
    private int _blockLength;

    /// <summary>Total number of bytes.</summary>
    public long Length { get; } = stream.Length - stream.Position;

    /// <summary>Offset of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next byte, or null at the end.</summary>
    public byte? Read()
    {
        if (Position >= _blockStart + _blockLength || Position < _blockStart)
        {
            stream.Position = _start + Position;
            _blockStart = Position;
            _blockLength = stream.Read(_block);
            if (_blockLength == 0) return null;
        }

        return _block[Position++ - _blockStart];
    }

    /// <summary>Skips bytes.</summary>
    public void Skip(long bytes) => Position += bytes;
}
