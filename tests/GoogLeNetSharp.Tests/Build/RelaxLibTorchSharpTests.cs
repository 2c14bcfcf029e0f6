using System.Diagnostics;
using System.Reflection;

namespace GoogLeNetSharp.Tests.Build;

/// <summary>The target that lets TorchSharp load on older Linux, on a small program built with the SDK.</summary>
public sealed class RelaxLibTorchSharpTests : IDisposable
{
    private const string Requirement = "GLIBCXX_3.4.32";
    private const ushort Weak = 2;
    private static readonly string Native = Path.Combine("runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    private readonly string _folder = Directory.CreateTempSubdirectory("relax").FullName;

    /// <summary>Removes the program.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    internal void ThisOutput_RequirementIsWeak_AndThePackagesFileIsUntouched()
    {
        ElfVersions.Read(Path.Combine(AppContext.BaseDirectory, Native))[Requirement].Should().Be(Weak);
        ElfVersions.Read(PackageFile())[Requirement].Should().Be(0);
    }

    [Fact]
    internal void Build_Twice_RelaxesOnceAndThenDoesNothing()
    {
        WriteProgram(property: "");

        Build().Should().Contain("GoogLeNetSharp: looked for GLIBCXX_3.4.32");
        var output = Path.Combine(_folder, "out", Native);
        var first = File.GetLastWriteTimeUtc(output);
        ElfVersions.Read(output)[Requirement].Should().Be(Weak);
        Directory.GetDirectories(_folder, $"torchsharp-{Fact("TorchSharpVersion")}", SearchOption.AllDirectories)
            .Should().ContainSingle("another version of TorchSharp must not find this one's copy");
        ElfVersions.Read(PackageFile())[Requirement].Should().Be(0);
        new FileInfo(output).Length.Should().Be(new FileInfo(PackageFile()).Length);

        Build().Should().Contain("Skipping target \"_GoogLeNetSharpRelaxLibTorchSharp\" because all output files are up-to-date");
        File.GetLastWriteTimeUtc(output).Should().Be(first);
    }

    [Fact]
    internal void Build_PropertySwitchedOff_LeavesThePackagesFile()
    {
        WriteProgram(property: "<GoogLeNetSharpRelaxLibTorchSharp>false</GoogLeNetSharpRelaxLibTorchSharp>");

        Build().Should().NotContain("GoogLeNetSharp: looked for");

        ElfVersions.Read(Path.Combine(_folder, "out", Native))[Requirement].Should().Be(0);
    }

    private static string Fact(string name) =>
        typeof(RelaxLibTorchSharpTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == name).Value!;

    private static string PackageFile() => Path.Combine(Fact("TorchSharpPackage"), Native);

    private void WriteProgram(string property)
    {
        // Only what is in the package cache already is restored: no source is asked.
        File.WriteAllText(Path.Combine(_folder, "Program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <OutputPath>out/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <RestoreSources>{_folder}</RestoreSources>
                {property}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TorchSharp" Version="{Fact("TorchSharpVersion")}" />
                <PackageReference Include="SharpZipLib" Version="{Fact("SharpZipLibVersion")}" />
                <PackageReference Include="SkiaSharp" Version="{Fact("SkiaSharpVersion")}" />
              </ItemGroup>
              <Import Project="{Path.Combine(AppContext.BaseDirectory, "Build", "GoogLeNetSharp.targets")}" />
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), "System.Console.WriteLine();");
    }

    private string Build()
    {
        var start = new ProcessStartInfo("dotnet", ["build", "--nologo", "-v:normal", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        var text = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        build.ExitCode.Should().Be(0, "the build prints: {0}", text);
        return text;
    }
}
