using System.Reflection;

namespace GoogLeNetSharp.Tests;

/// <summary>Dependencies point one way: blocks and models know nothing of what is done with them.</summary>
public sealed class ArchitectureTests
{
    // From each namespace, those that it may use besides the root, where blocks and models live, and Files and Numerics, which use none; the graph is below the blocks.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [""] = [".Graphs"],
        [".Files"] = [],
        [".Numerics"] = [],
        [".Inspection"] = [],
        [".Weights"] = [],
        [".Graphs"] = [],
        [".Inference"] = [".Graphs"],
        [".Onnx"] = [".Graphs"],
        [".Lowering"] = [".Graphs", ".Inference"],
        [".Imaging"] = [".Inspection", ".Weights", ".Graphs", ".Inference", ".Onnx"],
        [".Training"] = [".Inspection", ".Weights", ".Graphs", ".Inference", ".Onnx", ".Imaging"],
    };

    [Fact]
    internal void EveryType_LibraryTypesItUses_AreOfNamespacesBelowItsOwn()
    {
        var root = typeof(GoogLeNet).Namespace!;
        foreach (var (name, below) in Allowed)
        {
            var forbidden = Allowed.Keys.Where(other => other.Length > 0 && other is not (".Files" or ".Numerics") && other != name && !below.Contains(other)).Select(other => root + other).ToArray();
            var result = NetArchTest.Rules.Types.InAssembly(typeof(GoogLeNet).Assembly)
                .That().ResideInNamespaceMatching($"^{root}{name}$")
                .ShouldNot().HaveDependencyOnAny(forbidden).GetResult();

            (result.FailingTypeNames ?? []).Should().BeEmpty("{0} may not use {1}", root + name, string.Join(", ", forbidden));
        }
    }

    [Fact]
    internal void EveryType_Namespace_IsListedHere()
    {
        var root = typeof(GoogLeNet).Namespace!;
        var namespaces = typeof(GoogLeNet).Assembly.GetExportedTypes().Select(type => type.Namespace![root.Length..]).Distinct();

        namespaces.Should().BeSubsetOf(Allowed.Keys);
    }

    [Fact]
    internal void EveryModule_RegisterComponents_IsOverridden()
    {
        var modules = typeof(GoogLeNet).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(torch.nn.Module)));

        foreach (var type in modules)
        {
            type.GetMethod("RegisterComponents", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType
                .Should().Match(owner => owner == type || owner == typeof(Block), "{0} registers its children itself, without reflection", type.Name);
        }
    }
}
