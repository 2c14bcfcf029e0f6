using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Training;
using Options = GoogLeNetSharp.FSharpExamples.Options;

namespace GoogLeNetSharp.Tests.Documents;

/// <summary>Options can be set from F#, which sets init-only properties in constructor calls alone.</summary>
public sealed partial class FSharpOptionsTests
{
    private static readonly string Source = Document("Options.fs");

    [Fact]
    internal void Examples_SetWhatTheySay()
    {
        Options.network.Should().Be(GoogLeNetOptions.TorchVision with { NumClasses = 10, AuxiliaryHeads = false });
        Options.networkFor(7).Should().Be(GoogLeNetOptions.TorchVision with { NumClasses = 7, AuxiliaryHeads = false });
        Options.loading.Strict.Should().BeFalse();
        Options.loading.KeyFilter!("fc.bias").Should().BeFalse();
        Options.compiling.Should().Be(new InferenceOptions { ChunkSize = 8, Threads = 2, Precision = InferencePrecision.Auto });
        Options.classifying.TopK.Should().Be(3);
        Options.classifying.Labels.Should().Equal("cat", "dog");
        Options.training.Schedule.Should().Be(new LearningRateSchedule.Cosine { WarmupEpochs = 0.5 });
        Options.training.Checkpoints.Should().Be(new CheckpointOptions("runs/shapes") { Resume = true, EverySteps = 50 });
        Options.stopping.Metrics.Should().ContainSingle(metric => metric.Name == "largest");
        Options.stopping.Callbacks!.EpochCompleted!(new EpochSummary(1, 0.05, 0.1, null, null, null)).Should().Be(TrainingSignal.Stop);
        Options.export.Opset.Should().Be(18);
        Options.text.MaxDepth.Should().Be(1);
    }

    [Fact]
    internal void Examples_UseEveryOptionsRecord()
    {
        var names = Records().Select(type => type.Name).Where(name => name.EndsWith("Options", StringComparison.Ordinal));
        var missing = names.Where(name => !Source.Contains($"{name}("));

        missing.Should().BeEmpty();
    }

    [Fact]
    internal void EveryRecordWithSettings_HasAPublicConstructor()
    {
        var closed = Records()
            .Where(type => type.GetProperties().Any(IsInitOnly) && !type.IsAbstract && !type.IsAssignableTo(typeof(GraphNode)))
            .Where(type => type.GetConstructors().Length == 0);

        closed.Should().BeEmpty("F# sets init-only properties in constructor calls alone");
    }

    [Fact]
    internal void Documents_EveryFSharpBlock_IsCompiled()
    {
        var blocks = CodeBlock().Matches(Document("docs/fsharp.md")).Select(match => match.Groups["code"].Value).ToArray();

        blocks.Should().HaveCount(2).And.AllSatisfy(block => Source.Should().Contain(block));
    }

    private static IEnumerable<Type> Records() =>
        typeof(GoogLeNet).Assembly.GetExportedTypes().Where(type => type.GetMethod("<Clone>$") is not null);

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Document(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", name));

    [GeneratedRegex("^```fsharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
