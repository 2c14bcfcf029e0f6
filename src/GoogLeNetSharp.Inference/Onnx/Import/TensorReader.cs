using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Onnx.Protocol;
using static GoogLeNetSharp.Onnx.Protocol.TensorProto.Types;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Reads the tensors of a file: floating-point values as float32, integers as 64 bits.</summary>
internal sealed class TensorReader(OnnxFile file)
{
    private long _externalBytes;

    /// <summary>Reads a tensor and releases its bytes.</summary>
    /// <exception cref="InvalidDataException">The tensor is invalid.</exception>
    /// <exception cref="NotSupportedException">The type is not supported.</exception>
    public ConstantValue Read(TensorProto tensor, string place)
    {
        var count = Count(tensor, place);
        var type = (DataType)tensor.DataType;
        ConstantValue value = type switch
        {
            DataType.Float => Reals(tensor, place, count, type, tensor.FloatData, data => data, 4, MemoryMarshal.Read<float>),
            DataType.Double => Reals(tensor, place, count, type, tensor.DoubleData, data => (float)data, 8,
                bytes => (float)MemoryMarshal.Read<double>(bytes)),
            DataType.Float16 => Reals(tensor, place, count, type, tensor.Int32Data, HalfOf, 2,
                bytes => (float)MemoryMarshal.Read<Half>(bytes)),
            DataType.Bfloat16 => Reals(tensor, place, count, type, tensor.Int32Data, BFloat16Of, 2,
                bytes => BFloat16Of(MemoryMarshal.Read<ushort>(bytes))),
            DataType.Int64 => Wholes(tensor, place, count, type, tensor.Int64Data, data => data, 8, BinaryPrimitives.ReadInt64LittleEndian),
            DataType.Int32 => Wholes(tensor, place, count, type, tensor.Int32Data, data => data, 4,
                bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            DataType.Uint8 or DataType.Bool => Wholes(tensor, place, count, type, tensor.Int32Data, data => data, 1, bytes => bytes[0]),
            DataType.Int8 => Wholes(tensor, place, count, type, tensor.Int32Data, data => data, 1, bytes => (sbyte)bytes[0]),
            _ => throw new NotSupportedException($"{file.Name}: {place}: type {tensor.DataType} is not supported."),
        };
        tensor.RawData = ByteString.Empty;
        tensor.FloatData.Clear();
        return value;
    }

    /// <summary>Gets the bytes of a tensor's values, little-endian, from any of the storage forms.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="place">Name in errors.</param>
    /// <param name="size">Bytes per value.</param>
    /// <exception cref="InvalidDataException">The tensor is invalid.</exception>
    public ReadOnlyMemory<byte> ReadBytes(TensorProto tensor, string place, int size)
    {
        var count = Count(tensor, place);
        var type = (DataType)tensor.DataType;
        var typed = type switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (Bytes(tensor, place, count, type, typed, size) is { } stored) return stored;
        if ((long)count * size > Array.MaxLength)
        {
            throw file.Error(place, $"has shape {InvalidFile.Shape([.. tensor.Dims])}, more bytes than fit into one array.");
        }
        var bytes = new byte[count * size];
        Span<byte> wide = stackalloc byte[sizeof(long)];
        for (var i = 0; i < count; i++)
        {
            if (type == DataType.Float) BinaryPrimitives.WriteSingleLittleEndian(wide, tensor.FloatData[i]);
            else if (type == DataType.Double) BinaryPrimitives.WriteDoubleLittleEndian(wide, tensor.DoubleData[i]);
            else BinaryPrimitives.WriteInt64LittleEndian(wide, type == DataType.Int64 ? tensor.Int64Data[i] : tensor.Int32Data[i]);
            wide[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }

    private ConstantValue Reals<TData>(
        TensorProto tensor, string place, int count, DataType type, IReadOnlyList<TData> data, Func<TData, float> convert, int size,
        Func<ReadOnlySpan<byte>, float> read)
    {
        if (Bytes(tensor, place, count, type, data.Count, size) is not { } bytes)
        {
            return new ConstantValue([.. data.Select(convert)], [.. tensor.Dims]);
        }
        var values = new float[count];
        if (type == DataType.Float && BitConverter.IsLittleEndian) bytes.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        else for (var i = 0; i < count; i++) values[i] = read(bytes.Span.Slice(i * size, size));
        return new ConstantValue(values, [.. tensor.Dims]);
    }

    private ConstantValue Wholes<TData>(
        TensorProto tensor, string place, int count, DataType type, IReadOnlyList<TData> data, Func<TData, long> convert, int size,
        Func<ReadOnlySpan<byte>, long> read)
    {
        if (Bytes(tensor, place, count, type, data.Count, size) is not { } bytes)
            return new ConstantValue([.. data.Select(value => (Extent)convert(value))], [.. tensor.Dims]);
        var values = new Extent[count];
        for (var i = 0; i < count; i++) values[i] = read(bytes.Span.Slice(i * size, size));
        return new ConstantValue(values, [.. tensor.Dims]);
    }

    // the number of elements, not trusted until compared with the number of bytes
    private int Count(TensorProto tensor, string place)
    {
        var count = 1L;
        foreach (var side in tensor.Dims)
        {
            if (side < 0 || side > Array.MaxLength) throw file.Error(place, $"has shape {InvalidFile.Shape([.. tensor.Dims])}.");
            count *= side;
            if (count > Array.MaxLength)
            {
                throw file.Error(place, $"has shape {InvalidFile.Shape([.. tensor.Dims])}, more numbers than fit into one array.");
            }
        }

        return (int)count;
    }

    // the raw bytes, or null if the values are in a typed field
    private ReadOnlyMemory<byte>? Bytes(TensorProto tensor, string place, int count, DataType type, int typed, int size)
    {
        var external = tensor.DataLocation == DataLocation.External;
        if (!external && !tensor.HasRawData)
        {
            if (typed == count) return null;
            throw file.Error(place, $"has shape {InvalidFile.Shape([.. tensor.Dims])} and {typed} numbers.");
        }

        var bytes = external ? External(tensor, place, (long)count * size) : tensor.RawData.Memory;
        if (bytes.Length == (long)count * size) return bytes;
        throw file.Error(place, $"has shape {InvalidFile.Shape([.. tensor.Dims])} of {type} and {bytes.Length} bytes.");
    }

    private ReadOnlyMemory<byte> External(TensorProto tensor, string place, long expected)
    {
        var location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value;
        if (string.IsNullOrEmpty(location)) throw file.Error(place, $"stands in another file that is not named.");
        if (file.Folder is null)
        {
            throw file.Error(place, $"stands in {InvalidFile.Quote(location)} beside the model: load the model by its path.");
        }
        using var stream = OpenBeside(location, place);
        var offset = Number("offset") ?? 0;
        var length = Number("length") ?? stream.Length - offset;
        if (offset < 0 || length < 0 || offset > stream.Length || length > stream.Length - offset)
            throw file.Error(place, $"takes {length} bytes from {offset} of {InvalidFile.Quote(location)}, which has {stream.Length}.");
        if (length != expected || length > Array.MaxLength)
        {
            var shape = InvalidFile.Shape([.. tensor.Dims]);
            throw file.Error(place, $"has shape {shape}, {expected} bytes, and takes {length} from {InvalidFile.Quote(location)}.");
        }

        if ((_externalBytes += length) > MostExternalBytes(stream.Length))
        {
            throw file.Error(place, $"is one of too many that share the bytes of {InvalidFile.Quote(location)}.");
        }
        var bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;

        long? Number(string key)
        {
            if (tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value is not { } text) return null;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
            throw file.Error(place, $"has {InvalidFile.Quote(text)} as the {key} of its bytes.");
        }
    }

    // limit of the bytes read by tensors from a file of the given size; shared weights are rare and small
    private long MostExternalBytes(long fileLength) => (4 * fileLength) + (_externalFiles.Sum(entry => entry.Value) * 2) + (1 << 20);

    private readonly Dictionary<string, long> _externalFiles = [];

    private FileStream OpenBeside(string location, string place)
    {
        var full = Path.GetFullPath(Path.Combine(file.Folder!, location));
        var folder = RealPath.Of(Path.GetDirectoryName(full) ?? full);
        var target = new FileInfo(full) is { LinkTarget: not null } link
            ? Path.GetDirectoryName(link.ResolveLinkTarget(returnFinalTarget: true)?.FullName) : null;
        if (Path.IsPathRooted(location) || location.Contains('\0', StringComparison.Ordinal)
            || folder is null || !RealPath.IsWithin(folder, RealPath.Of(file.Folder!)!)
            || (target is not null && !RealPath.IsWithin(RealPath.Of(target) ?? "/", RealPath.Of(file.Folder!)!)))
        {
            throw file.Error(place, $"stands in {InvalidFile.Quote(location)}, which is not in the model's folder.");
        }

        try
        {
            var stream = RegularFile.OpenRead(full, "a file of weights");
            _externalFiles[full] = stream.Length;
            return stream;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw file.Error(place, $"stands in {InvalidFile.Quote(location)}, which is not there.");
        }
    }

    private static float HalfOf(int bits) => (float)BitConverter.UInt16BitsToHalf((ushort)bits);

    private static float BFloat16Of(int bits) => BitConverter.Int32BitsToSingle(bits << 16);
}
