using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Graphs;

/// <summary>Modules with forward hooks: what runs without the module would leave the hooks out, so it is refused.</summary>
public sealed class ForwardHooksTests
{
    private const string Reason =
        "cannot be lowered: it has a forward hook, and graphs do not run hooks: remove the hook, or call the module itself.";

    [Theory]
    [InlineData("pre hook")]
    [InlineData("hook")]
    [InlineData("module pre hook")]
    [InlineData("module hook")]
    internal void CompileAndExport_HookOnALayer_AreRefusedUntilItIsRemoved(string kind)
    {
        using var conv = nn.Conv2d(3, 4, 1);
        using var network = nn.Sequential(("body", nn.Sequential(("conv", conv))));
        Action remove = kind switch
        {
            "pre hook" => conv.register_forward_pre_hook((_, input) => input * 2).remove,
            "hook" => conv.register_forward_hook((_, _, output) => output * 2).remove,
            "module pre hook" => conv.register_forward_pre_hook(_ => { }).remove,
            _ => conv.register_forward_hook(_ => { }).remove,
        };

        Message(() => network.Compile()).Should().Be($"module: body.conv (Conv2d) {Reason}");
        Message(() => network.ExportOnnx(new MemoryStream(), new OnnxExportOptions())).Should().Be($"module: body.conv (Conv2d) {Reason}");
        remove();
        var graph = InferenceGraph.Lower(network);
        graph.Nodes.Should().HaveCount(2);
    }

    [Fact]
    internal void Lower_HookAtAnyDepth_NamesTheModule()
    {
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
        using var block = new ConvBlock(3, 4, kernelSize: 1, batchNorm: new(0.001));
        using var inception = new InceptionModule(4, new InceptionWidths(1, 1, 1, 1, 1, 1));
        network.register_forward_hook((_, _, output) => output);
        block.BatchNorm!.register_forward_hook((_, _, output) => output);
        inception.Branch4.register_forward_pre_hook((_, input) => input);

        Message(() => InferenceGraph.Lower(network)).Should().Be($"module: the module itself (GoogLeNet) {Reason}");
        Message(() => InferenceGraph.Lower(block)).Should().Be($"module: bn (BatchNorm2d) {Reason}");
        Message(() => InferenceGraph.Lower(inception)).Should().Be($"module: branch4 (Sequential) {Reason}");
    }

    [Fact]
    internal void Lower_AfterASummary_FindsNoHookLeft()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1);
        _ = ModelSummary.Create(block, 1, 3, 4, 4);

        FluentActions.Invoking(() => InferenceGraph.Lower(block)).Should().NotThrow();
    }

    private static string Message(Action act) => act.Should().Throw<NotSupportedException>().Which.Message;
}
