namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Reads the elements of a view in order of decreasing stride: from the start of the storage to its end, unless elements overlap. Bytes
/// between elements are skipped through a small buffer, so a view takes no more memory than its elements.
/// </summary>
internal sealed class ViewStream : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly StorageStream _storage;
    private readonly long _storageLength;
    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart, _bufferEnd;

    // The dimensions outside a contiguous run of bytes; the length of the run and the part already read.
    private readonly (long Size, long Stride)[] _outer;
    private readonly long[] _index;
    private readonly long _runLength;
    private long _run, _done;

    internal ViewStream(ByteSource source, StoredTensor stored)
    {
        _storage = new StorageStream(source, stored.Storage);
        _storageLength = stored.Storage.Length;
        _run = stored.ByteOffset;
        _runLength = stored.Element.Size;
        (long Size, long Stride)[] dimensions =
            [.. stored.StorageOrder.Select(d => (Size: stored.Shape[d], Stride: stored.Strides[d] * stored.Element.Size))
                .Where(d => d.Size != 1)];
        int outer = dimensions.Length;
        for (; outer > 0 && dimensions[outer - 1].Stride == _runLength; outer--) _runLength *= dimensions[outer - 1].Size;
        _outer = dimensions[..outer];
        _index = new long[outer];
    }

    /// <summary>Upper bound of the bytes read for a view without overlapping elements.</summary>
    internal static long MostBytesRead(StoredTensor stored) =>
        (long)Int128.Min(stored.ByteEnd - stored.ByteOffset, (Int128)stored.ElementCount * BufferSize);

    /// <summary>Reads the next elements.</summary>
    internal void Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_done == _runLength) NextRun();
            int count = (int)Math.Min(destination.Length, _runLength - _done);
            Read(_run + _done, destination[..count]);
            _done += count;
            destination = destination[count..];
        }
    }

    public void Dispose() => _storage.Dispose();

    private void NextRun()
    {
        _done = 0;
        for (int d = _outer.Length - 1; d >= 0; d--)
        {
            _run += _outer[d].Stride;
            if (++_index[d] < _outer[d].Size) return;
            _run -= _outer[d].Stride * _outer[d].Size;
            _index[d] = 0;
        }
    }

    private void Read(long position, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (position < _bufferStart || position >= _bufferEnd)
            {
                _storage.MoveTo(position);
                if (destination.Length >= _buffer.Length)
                {
                    _storage.Fill(destination);
                    return;
                }

                _bufferStart = position;
                _bufferEnd = Math.Min(position + _buffer.Length, _storageLength);
                _storage.Fill(_buffer.AsSpan(0, (int)(_bufferEnd - _bufferStart)));
            }

            Span<byte> buffered = _buffer.AsSpan((int)(position - _bufferStart)..(int)(_bufferEnd - _bufferStart));
            int count = Math.Min(buffered.Length, destination.Length);
            buffered[..count].CopyTo(destination);
            position += count;
            destination = destination[count..];
        }
    }
}
