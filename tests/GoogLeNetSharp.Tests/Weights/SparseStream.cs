namespace GoogLeNetSharp.Tests.Weights;

/// <summary>A long stream of zeros after a few given bytes, which counts what is read from it.</summary>
internal sealed class SparseStream(long length, byte[] start) : Stream
{
    internal long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, length - Position);
        for (int i = 0; i < count; i++) buffer[offset + i] = Position + i < start.Length ? start[Position + i] : (byte)0;
        Position += count;
        BytesRead += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
