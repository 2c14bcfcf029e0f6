namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Bytes to mutate, and what makes a file of them afterwards.</summary>
internal sealed record FuzzSeed(byte[] Bytes, Func<byte[], byte[]> Finish)
{
    internal byte[] Mutate(IEnumerable<Mutation> mutations) => Finish(Mutation.Apply(Bytes, mutations));
}
