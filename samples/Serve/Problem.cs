namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The response to a request that cannot be served, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Title">Meaning of the status code.</param>
/// <param name="Detail">The reason.</param>
internal sealed record Problem(int Status, string Title, string Detail);
