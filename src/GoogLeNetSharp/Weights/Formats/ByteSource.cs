using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Random access to the bytes of a file or a seekable stream. Every range is checked against the length first. Several threads may read at
/// once.
/// </summary>
/// <remarks>
/// Reads directly into the caller's memory. A memory map would save nothing (each byte is copied once either way), and truncating a mapped
/// file ends the process instead of throwing.
/// </remarks>
internal sealed class ByteSource(Stream stream, string name)
{
    // the file begins at the current position of the caller's stream
    private readonly long _start = stream.Position;
    private readonly Lock _oneAtATime = new();

    /// <summary>Name of the source in errors: a path, or a path and an entry in it.</summary>
    internal string Name { get; } = name;

    /// <summary>The folder of a file opened by path, which may hold the external weights of an ONNX file; otherwise null.</summary>
    internal string? Folder { get; private init; }

    internal long Length { get; } = Math.Max(0, stream.Length - stream.Position);

    /// <summary>Creates the source for a file opened by path.</summary>
    internal static ByteSource OfFile(FileStream stream, string path) =>
        new(stream, path) { Folder = Path.GetDirectoryName(Path.GetFullPath(path)) };

    internal void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || destination.Length > Length - offset)
            throw InvalidFile.At(Name, offset, $"{destination.Length} bytes are needed, but the file ends at byte {Length}");

        int read = stream is FileStream file ? ReadFile(file, _start + offset, destination) : ReadStream(_start + offset, destination);
        if (read < destination.Length)
            throw InvalidFile.At(Name, offset + read, $"the file was truncated while it was read");
    }

    private static int ReadFile(FileStream file, long position, Span<byte> destination)
    {
        int read = 0;
        while (read < destination.Length)
        {
            int count = RandomAccess.Read(file.SafeFileHandle, destination[read..], position + read);
            if (count == 0) break;
            read += count;
        }

        return read;
    }

    private int ReadStream(long position, Span<byte> destination)
    {
        lock (_oneAtATime)
        {
            stream.Position = position;
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
    }

    /// <summary>Throws if memory does not suffice. A sparse file may be far longer than the memory.</summary>
    internal void CheckFits(string place, Int128 bytes)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available) throw InvalidFile.At(Name, place, $"{bytes} bytes of memory are needed, {available} are there");
    }

    /// <summary>Opens a stream of <paramref name="length"/> bytes from <paramref name="offset"/>.</summary>
    internal Stream OpenRange(long offset, long length) => new RangeStream(this, offset, length);

    private sealed class RangeStream(ByteSource source, long offset, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, length - Position);
            source.Read(offset + Position, buffer[..count]);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
