namespace GoogLeNetSharp.Tests.Build;

/// <summary>The lists of public members, shipped and not yet shipped.</summary>
public sealed class PublicApiFilesTests
{
    [Theory]
    [InlineData("GoogLeNetSharp")]
    [InlineData("GoogLeNetSharp.Imaging")]
    [InlineData("GoogLeNetSharp.Inference")]
    [InlineData("GoogLeNetSharp.Mpi")]
    internal void Files_OfOnePackage_AreSortedAndShareNoMember(string package)
    {
        var (shipped, unshipped) = (Members(package, "Shipped"), Members(package, "Unshipped"));

        shipped.Should().BeInAscendingOrder(StringComparer.Ordinal);
        unshipped.Should().BeInAscendingOrder(StringComparer.Ordinal);
        shipped.Concat(unshipped).Should().NotBeEmpty().And.OnlyHaveUniqueItems();
    }

    private static string[] Members(string package, string state)
    {
        var lines = File.ReadAllLines(Path.Combine("PublicApi", package, $"PublicAPI.{state}.txt"));
        lines[0].Should().Be("#nullable enable");
        return lines[1..];
    }
}
