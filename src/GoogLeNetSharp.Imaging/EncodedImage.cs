using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>An image file in memory, with its header read but its pixels not decoded.</summary>
internal sealed class EncodedImage : IDisposable
{
    /// <summary>Creates the message for a missing native library of SkiaSharp: its package must have SkiaSharp's version.</summary>
    internal static readonly string MissingNative =
        "SkiaSharp's native library, which decodes images, is missing. On Linux, add it to the executable's project: "
        + $"dotnet add package SkiaSharp.NativeAssets.Linux.NoDependencies --version {SkiaVersion}";

    private readonly string _name;
    private readonly ArraySegment<byte> _bytes;
    private readonly bool _isGray16;
    private readonly GCHandle _handle;
    private readonly SKData _data;
    private readonly SKCodec _codec;

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The file; some bytes are changed.</param>
    /// <param name="name">Name in messages.</param>
    /// <param name="maxPixels">Maximum number of pixels.</param>
    public EncodedImage(byte[] bytes, string name, long maxPixels)
    {
        if (bytes.Length == 0) throw ImageError.Of(name, "the file is empty");
        (_name, _bytes) = (name, bytes);
        _isGray16 = PngFile.SplitGray16(bytes);
        _handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            _data = SKData.Create(_handle.AddrOfPinnedObject(), bytes.Length);
            _codec = SKCodec.Create(_data)
                ?? throw ImageError.Of(name, "it is not a JPEG, PNG, WebP, BMP or other supported image, or its header is corrupt");
            CheckSize(maxPixels);
        }
        catch (Exception exception) when (exception is DllNotFoundException || exception.InnerException is DllNotFoundException)
        {
            Dispose();
            throw new DllNotFoundException(MissingNative, exception);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static string SkiaVersion =>
        Version.Parse(typeof(SKCodec).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version).ToString(3);

    /// <summary>Number of pixels, from the header.</summary>
    public long Pixels => (long)_codec.Info.Width * _codec.Info.Height;

    /// <summary>Decodes the pixels and applies the orientation.</summary>
    public RgbImage Decode()
    {
        var image = new RgbImage(_codec.Info.Width, _codec.Info.Height);
        using var target = new PinnedPixels(image);
        var result = _codec.GetPixels(target.Info, target.Address);
        if (result == SKCodecResult.IncompleteInput) throw ImageError.Of(_name, "it is truncated: the data end before the image does");
        if (result != SKCodecResult.Success) throw ImageError.Of(_name, $"its data is corrupt ({result})");
        if (_isGray16) PngFile.JoinGray16(image);
        var isPng = _codec.EncodedFormat == SKEncodedImageFormat.Png;
        return Orientation.Apply(image, isPng ? PngFile.Orientation(_bytes) : _codec.EncodedOrigin);
    }

    public void Dispose()
    {
        _codec?.Dispose();
        _data?.Dispose();
        if (_handle.IsAllocated) _handle.Free();
    }

    private void CheckSize(long maxPixels)
    {
        var most = Math.Min(maxPixels, Array.MaxLength / RgbImage.BytesPerPixel);
        if (Pixels > most)
        {
            throw ImageError.Of(_name, $"it has {_codec.Info.Width} x {_codec.Info.Height} = {Number(Pixels)} pixels, more than the "
                + $"{Number(most)} allowed");
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
