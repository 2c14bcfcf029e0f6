using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Reads the image of a request.</summary>
internal static class RequestImage
{
    private const string MultipartType = "multipart/form-data";

    /// <summary>Reads the body, or the first file of a form. Content types other than a form are ignored, because curl sends its
    /// own.</summary>
    /// <exception cref="InvalidDataException">The form is broken, or has no file.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than allowed, or ends too early.</exception>
    public static Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals(MultipartType, StringComparison.OrdinalIgnoreCase)
            ? ReadFormAsync(request.Body, HeaderUtilities.RemoveQuotes(type.Boundary).Value, cancellationToken)
            : ReadToEndAsync(request.Body, cancellationToken);

    private static async Task<byte[]> ReadFormAsync(Stream body, string? boundary, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary)) throw new InvalidDataException($"Content-Type: {MultipartType} without a boundary.");
        var form = new MultipartReader(boundary, body);
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                    return await ReadToEndAsync(section.Body, cancellationToken);
            }
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new InvalidDataException($"The form is broken: {error.Message}", error);
        }

        throw new InvalidDataException("The form has no file.");
    }

    // memory is allocated for received bytes, not for the stated length
    private static async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
