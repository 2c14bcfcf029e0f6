namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Single bytes of a stream that can seek, from where it stands, read in blocks.</summary>
internal sealed class BufferedReader(Stream stream)
{
    private const int BlockSize = 1 << 14;

    private readonly long _start = stream.Position;
    private readonly byte[] _block = new byte[BlockSize];
    private long _blockStart;
    private int _blockLength;

    /// <summary>Bytes from the beginning to the end.</summary>
    public long Length { get; } = stream.Length - stream.Position;

    /// <summary>Where the next byte is, from the beginning.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte, or null at the end.</summary>
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

    /// <summary>Leaves bytes out.</summary>
    public void Skip(long bytes) => Position += bytes;
}
