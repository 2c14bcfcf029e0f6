namespace GoogLeNetSharp.Onnx;

/// <summary>Compares the bytes written to it with another stream, from its current position, in constant memory.</summary>
/// <param name="expected">A readable stream; it stays open.</param>
internal sealed class ComparingStream(Stream expected) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];

    /// <summary>Bytes written so far.</summary>
    public override long Length => Position;

    /// <summary>Offset of the first different byte, or null.</summary>
    public long? FirstDifference { get; private set; }

    /// <summary>Length of the other stream, or null if its end has not been reached.</summary>
    public long? End { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>Bytes written so far.</summary>
    public override long Position { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, _buffer.Length)];
            Compare(piece);
            Position += piece.Length;
            buffer = buffer[piece.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Compare(ReadOnlySpan<byte> piece)
    {
        if (FirstDifference is not null || End is not null) return;
        var read = _buffer.AsSpan(0, expected.ReadAtLeast(_buffer.AsSpan(0, piece.Length), piece.Length, throwOnEndOfStream: false));
        var equal = piece.CommonPrefixLength(read);
        if (equal < read.Length) FirstDifference = Position + equal;
        else if (read.Length < piece.Length) End = Position + read.Length;
    }
}
