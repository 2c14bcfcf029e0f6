using Microsoft.AspNetCore.Http.Metadata;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Maximum number of bytes of a request body of an endpoint.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}
