using Microsoft.AspNetCore.Http.Metadata;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The most bytes that the body of a request to an endpoint may have.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}
