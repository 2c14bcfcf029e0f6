using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Lowering;

/// <summary>Classes with a forward of their own: lowered by themselves or by a rule, and compared with their graph.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class LoweringRulesTests
{
    private static readonly LoweringRules Rules = LoweringRules.None.With<Foreign>((module, x) => x.Call(module.conv).Relu() + x);

    [Fact]
    internal void Lower_ILowerable_IsCompiledAndExported()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("stem", new ConvBlock(3, 4, 3)), ("mixed", new Lowerable(4, correct: true)));
        network.eval();
        var images = randn(2, 3, 6, 6);

        InferenceGraph.Lower(network).VerifyAgainst(network, images).Should().BeLessThan(1e-5);
        InferenceGraph.Lower(network).Nodes.Select(node => node.Name).Should()
            .Equal("input", "stem.conv", "stem.relu", "mixed.conv", "mixed.relu", "mixed.mul", "mixed.concat");
        Exported.ShouldAgree(network, new(), [2, 3, 6, 6]);
    }

    [Fact]
    internal void Lower_RegisteredRule_IsCompiledAndExported()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new Holder(new Foreign(3));
        network.eval();
        var images = randn(2, 3, 6, 6);
        using var fast = network.Compile(new InferenceOptions(), Rules);
        using var stream = new MemoryStream();

        network.ExportOnnx(stream, new OnnxExportOptions(), Rules);
        using var run = new OnnxRun(stream.ToArray());

        Exported.ShouldBeClose(fast.Predict(images), network.call(images));
        Exported.ShouldBeClose(run.Run(images), network.call(images));
        InferenceGraph.Lower(network, Rules).VerifyAgainst(network, images[0]).Should().BeLessThan(1e-5);
        FluentActions.Invoking(() => network.Compile()).Should().Throw<NotSupportedException>().WithMessage(
            "module: inner (Foreign) cannot be lowered: supported are Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, "
            + "AdaptiveAvgPool2d, LocalResponseNorm, "
            + "Linear, Dropout, Flatten, Sequential and Block; let Foreign implement ILowerable, or pass "
            + "LoweringRules.None.With<Foreign>((module, x) => ...).");
    }

    [Fact]
    internal void VerifyAgainst_WrongDescription_SaysByHowMuch()
    {
        using var scope = NewDisposeScope();
        using var wrong = new Lowerable(4, correct: false);
        var images = ones(1, 4, 3, 3);
        wrong.train();

        FluentActions.Invoking(() => InferenceGraph.Lower(wrong).VerifyAgainst(wrong, images)).Should().Throw<InvalidOperationException>()
            .WithMessage("The graph of Lowerable differs from the module by * of the largest magnitude; at most 1.0e-4 is allowed.");
        wrong.training.Should().BeTrue();
        using var other = new ConvBlock(4, 3, 1);
        FluentActions.Invoking(() => InferenceGraph.Lower(other).VerifyAgainst(wrong, images)).Should().Throw<InvalidOperationException>()
            .WithMessage("The graph of ConvBlock returns shape [1, 3, 3, 3], the module shape [1, 8, 3, 3].");
        FluentActions.Invoking(() => InferenceGraph.Lower(other).VerifyAgainst(other, images, 0)).Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("tolerance: must be above 0.*");
    }

    [Fact]
    internal void VerifyAgainst_AnyCall_LeavesNoTensor()
    {
        using var module = new ConvBlock(3, 4, 3, batchNorm: new());
        using var images = randn(1, 3, 5, 5);
        var graph = InferenceGraph.Lower(module);
        graph.VerifyAgainst(module, images);

        LiveTensors.LeftBy(() => graph.VerifyAgainst(module, images)).Should().Be(0);
    }

    private sealed class Lowerable : nn.Module<Tensor, Tensor>, ILowerable
    {
        private readonly bool _correct;
        private readonly Conv2d _conv;

        public Lowerable(long channels, bool correct) : base(nameof(Lowerable))
        {
            _correct = correct;
            _conv = nn.Conv2d(channels, channels, 1);
            register_module("conv", _conv);
        }

        public override Tensor forward(Tensor input)
        {
            using var left = _conv.call(input).relu();
            using var right = input * 0.5;
            return cat([left, right], 1);
        }

        public Value Lower(Value x) => Value.Concat(x.Call(_conv).Relu(), x * (_correct ? 0.5 : 0.25));

        protected override void RegisterComponents()
        {
        }
    }

    private sealed class Foreign : nn.Module<Tensor, Tensor>
    {
        internal readonly Conv2d conv;

        public Foreign(long channels) : base(nameof(Foreign))
        {
            conv = nn.Conv2d(channels, channels, 3, padding: 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var output = conv.call(input).relu();
            return output + input;
        }
    }

    private sealed class Holder : Block
    {
        private readonly Foreign _inner;

        public Holder(Foreign inner) : base(nameof(Holder)) => _inner = Register("inner", inner);

        protected override Value Define(Value x) => x.Call(_inner);
    }
}
