using System.Reflection;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Tests;

/// <summary>Dependencies point one way: blocks and models know nothing of what is done with them.</summary>
public sealed class ArchitectureTests
{
    // Folders of the library, each with those that its types may use, besides what these use. Blocks and Models are two layers in one
    // namespace.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Numerics"] = [],
        ["Blocks"] = ["Numerics"],
        ["Models"] = ["Blocks"],
        ["Inspection"] = ["Models"],
        ["Weights"] = ["Models"],
        ["Lowering"] = ["Models"],
        ["Imaging"] = ["Inspection", "Weights", "Lowering"],
        ["Explaining"] = ["Inspection", "Weights", "Lowering", "Imaging"],
        ["Training"] = ["Imaging", "Explaining"],
    };

    // The namespace of a folder whose own would be one more using for callers, or for nobody's good.
    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["Blocks"] = "GoogLeNetSharp",
        ["Models"] = "GoogLeNetSharp",
        ["Training/Augmentations"] = "GoogLeNetSharp.Training",
        ["Training/Checkpoints"] = "GoogLeNetSharp.Training",
        ["Training/Data"] = "GoogLeNetSharp.Training",
        ["Training/Parallel"] = "GoogLeNetSharp.Training",
        ["Training/Reporting"] = "GoogLeNetSharp.Training",
        ["Training/Settings"] = "GoogLeNetSharp.Training",
    };

    private static readonly Dictionary<string, string> AllowedNamespaces = new()
    {
        ["Lowering/GraphVerification"] = "extends InferenceGraph with what needs modules",
        ["Lowering/InferenceExtensions"] = "extends modules and InferenceModel; called at every turn",
        ["Lowering/OnnxExtensions"] = "extends modules; called at every turn",
        ["Lowering/LoweringExtensions"] = "extends InferenceGraph, beside which it is looked for",
        ["Weights/GoogLeNetOptionsExtensions"] = "extends GoogLeNetOptions, beside which it is looked for",
        ["Weights/ModuleWeightsExtensions"] = "extends modules; called at every turn",
        ["Weights/NetworkWeightsExtensions"] = "extends networks; called at every turn",
    };

    private static readonly LibraryTypes Library = LibraryTypes.Read(typeof(GoogLeNet).Assembly);

    [Fact]
    internal void EveryType_TypesItUses_AreOfFoldersBelowItsOwn()
    {
        var violations = Library.Uses()
            .Where(use => use.From.Layer != use.To.Layer && !Reachable(use.From.Layer).Contains(use.To.Layer)).ToArray();

        Text(violations.Select(use => $"{use.From} uses {use.To}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Imaging/ClassifierFile", "Models/IClassifierNetwork")]                 // an interface, tested for in a body
    [InlineData("Weights/Loading/DescribedNetwork", "Weights/Formats/ByteSource")]     // child folders
    [InlineData("Models/GoogLeNet", "Blocks/Block")]                                   // an indirect base
    [InlineData("Blocks/Value", "Blocks/ProgramStep")]                                 // an internal type, made in a body
    internal void Uses_KnownPair_IsSeen(string from, string to) =>
        Library.Uses().Select(use => ($"{use.From}", $"{use.To}")).Should().Contain((from, to));

    [Fact]
    internal void EveryType_Namespace_FollowsItsFolder()
    {
        var violations = Library.Types.Where(type => type.Namespace != NamespaceOf(type.Folder)).ToArray();

        Text(violations.Where(type => !AllowedNamespaces.ContainsKey($"{type}")).Select(type => $"{type} is in {type.Namespace}"))
            .Should().BeEmpty();
        violations.Select(type => $"{type}").Should().BeEquivalentTo(AllowedNamespaces.Keys, "an exception that is none any more goes");
    }

    [Fact]
    internal void InferencePackage_References_AreNeitherTorchSharpNorTheLibrary()
    {
        var references = typeof(InferenceGraph).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        references.Should().NotContain(name => name!.StartsWith("TorchSharp", StringComparison.Ordinal) || name == "GoogLeNetSharp"
            || name!.StartsWith("Skia", StringComparison.Ordinal));
    }

    [Fact]
    internal void ImagingPackage_References_AreNeitherTorchSharpNorTheLibrary()
    {
        var references = typeof(RgbImage).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        references.Should().NotContain(name => name!.StartsWith("TorchSharp", StringComparison.Ordinal) || name == "GoogLeNetSharp");
    }

    [Fact]
    internal void EveryModule_RegisterComponents_IsOverridden()
    {
        var modules = typeof(GoogLeNet).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(torch.nn.Module)));

        foreach (var type in modules)
        {
            type.GetMethod("RegisterComponents", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType
                .Should().Match(owner => owner == type || owner == typeof(Block), "{0} registers its children itself, without reflection",
                    type.Name);
        }
    }

    private static HashSet<string> Reachable(string layer) => [.. Below[layer], .. Below[layer].SelectMany(Reachable)];

    private static string NamespaceOf(string folder) => Namespaces.GetValueOrDefault(folder, $"GoogLeNetSharp.{folder.Replace('/', '.')}");

    private static string Text(IEnumerable<string> violations) => string.Join('\n', violations.Distinct().Order());
}
