using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GoogLeNetSharp.Tests.Build;

/// <summary>Versions of packages in documents and in projects outside the solution are those of the repository.</summary>
public sealed partial class PackageVersionTests
{
    [Fact]
    internal void Versions_OfTemplatesConsumersAndDocuments_AreTheRepositorys()
    {
        var versions = XDocument.Load(Path.Combine("Versions", "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var own = XDocument.Load(Path.Combine("Versions", "Directory.Build.props")).Descendants("Version").Single().Value;
        foreach (var package in (string[])["GoogLeNetSharp", "GoogLeNetSharp.Imaging", "GoogLeNetSharp.Inference", "GoogLeNetSharp.Mpi"])
            versions[package] = own;

        var references = Files().SelectMany(file => Reference().Matches(File.ReadAllText(file))).ToList();

        references.Select(reference => reference.Groups["name"].Value).Should().Contain(["GoogLeNetSharp.Inference", "TorchSharp-cpu"]);
        foreach (var reference in references)
        {
            var expected = versions.GetValueOrDefault(reference.Groups["name"].Value);
            reference.Groups["version"].Value.Should().Be(expected, "{0} stands there", reference.Value);
        }
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles("Versions", "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles("Documents", "*.md", SearchOption.AllDirectories));

    // In projects, where a version that is a property is given when the project is built, and in programs of one file.
    [GeneratedRegex("""
        <PackageReference\ Include="(?<name>[^"]+)"\ Version="(?<version>[0-9][^"]*)"|\#:package\ (?<name>\S+)@(?<version>\S+)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reference();
}
