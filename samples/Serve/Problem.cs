namespace GoogLeNetSharp.Samples.Serve;

/// <summary>What a request that cannot be served is answered with, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Title">What the status code means.</param>
/// <param name="Detail">The reason.</param>
internal sealed record Problem(int Status, string Title, string Detail);
