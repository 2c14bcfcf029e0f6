using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Tests.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>Block: users' definitions run, are shaped, lowered, exported and read by name; wrong use is told.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class BlockTests
{
    [Fact]
    internal void Forward_BranchesAndShortcut_ComputesTheDefinition()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var block = new Net();
        block.eval();
        var images = randn(2, 3, 8, 8);

        var a = block.Stem.call(images);
        var joined = cat([block.Left.call(a), nn.functional.relu(a * 0.5)], 1);
        var expected = block.Fc.call((joined + joined).mean([2, 3]));

        Exported.ShouldBeClose(block.call(images), expected);
        Exported.ShouldBeClose(block.call(images[0]), expected[0]);
        block.Definitions.Should().Be(1);
    }

    [Fact]
    internal void Compile_AndExport_GiveTheEagerNumbers()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var block = new Net();
        block.eval();
        using var fast = block.Compile();
        var images = randn(2, 3, 8, 10);

        Exported.ShouldBeClose(fast.Predict(images), block.call(images));
        Exported.ShouldAgree(block, new(), [2, 3, 8, 10], [1, 3, 5, 5]);
    }

    [Fact]
    internal void Lower_NestedBlock_HasTheRegisteredPaths()
    {
        using var outer = new Outer();

        InferenceGraph.Lower(outer).Nodes.Skip(1).Select(node => $"{node.Name}: {node}").Should().Equal(
            "net.stem.conv: Conv(%0) 3 -> 4, 3x3, padding 1",
            "net.stem.relu: Relu(%1)",
            "net.left.conv: Conv(%2) 4 -> 2, 1x1",
            "net.left.relu: Relu(%3)",
            "net.mul: Mul(%2) by 0.5",
            "net.relu: Relu(%5)",
            "net.concat: Concat(%4, %6)",
            "net.add: Add(%7, %7)",
            "net.pool: AdaptiveAvgPool(%8) to 1x1",
            "net.flatten: Flatten(%9)",
            "net.fc: Linear(%10) 6 -> 5",
            "relu: Relu(%11)");
    }

    [Fact]
    internal void Stages_NamedValues_AreReadByName()
    {
        using var scope = NewDisposeScope();
        using var block = new Net();
        block.eval();
        var images = randn(2, 3, 8, 8);

        var outputs = block.ForwardStages(images, "joined", "stem");

        outputs.Keys.Should().Equal("stem", "joined");
        outputs["joined"].shape.Should().Equal(2, 6, 8, 8);
        block.ForwardStages(images[0], "joined")["joined"].shape.Should().Equal(6, 8, 8);
        block.StageShapes(2, 3, 8, 8).Select(stage => $"{stage.Name} {string.Join('x', stage.Shape)}").Should()
            .Equal("stem 2x4x8x8", "joined 2x6x8x8");
        block.Invoking(b => b.ForwardStages(images, "nothing")).Should().Throw<ArgumentException>()
            .WithMessage("names: there is no stage \"nothing\"; expected one of stem, joined. (Parameter 'names')");
        block.Invoking(b => b.ForwardStages(images)).Should().Throw<ArgumentException>()
            .WithMessage("names: expected one or more of stem, joined. (Parameter 'names')");
    }

    [Fact]
    internal void Stages_WithoutNames_AreTheModulesCalled()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionModule(3, new InceptionWidths(1, 2, 3, 4, 5, 6));

        module.Stages.Select(stage => stage.Name).Should().Equal("branch1", "branch2", "branch3", "branch4");
        module.ForwardStages(randn(3, 5, 5), "branch2")["branch2"].shape.Should().Equal(3, 5, 5);
    }

    [Fact]
    internal void Forward_WrongInput_IsRefusedWithPlaceAndSizes()
    {
        using var scope = NewDisposeScope();
        using var block = new Net();
        using var wrong = new DefinedBy(b => b.Module("fc", nn.Linear(5, 2)), (b, x) => x.GlobalAvgPool().Flatten().Call(b.Child("fc")));
        using var uneven = new DefinedBy(b => b.Module("pool", nn.MaxPool2d(2)), (b, x) => x + x.Call(b.Child("pool")));

        Message(block, randn(2, 4, 8, 8)).Should().Be(
            "input: expected 3 channels (N x 3 x H x W or 3 x H x W), got 4 in shape [2, 4, 8, 8], in stage stem of Net. (Parameter "
            + "'input')");
        Message(block, randn(3, 0, 8)).Should().Be(
            "input: expected an image of at least 1 x 1 (H x W), got 0 x 8 in shape [3, 0, 8], in stage stem of Net. (Parameter 'input')");
        Message(wrong, randn(1, 3, 4, 4)).Should().Be(
            "input: shape [1, 3, 4, 4] does not fit: fc, Linear(%2) 5 -> 2, cannot take shape [3], in DefinedBy. (Parameter 'input')");
        Message(uneven, randn(1, 3, 4, 4)).Should().Be(
            "input: shape [1, 3, 4, 4] does not fit: add, Add(%0, %1), cannot take shape [3, 4, 4], shape [3, 2, 2], in DefinedBy. "
            + "(Parameter 'input')");
        Message(block, randn(1, 3, 4, 4, dtype: ScalarType.Float64)).Should().Be(
            "input: expected Float32, BFloat16 or Float16, as the parameters are Float32, got Float64, in stage stem of Net. (Parameter "
            + "'input')");
    }

    [Fact]
    internal void Forward_Features_WorkWithAndWithoutBatch()
    {
        using var scope = NewDisposeScope();
        using var block = new DefinedBy(
            b => { b.Module("fc1", nn.Linear(12, 6)); b.Module("fc2", nn.Linear(6, 2)); }, (b, x) =>
                x.Flatten().Call(b.Child("fc1")).Relu().Call(b.Child("fc2")));

        block.call(randn(12)).shape.Should().Equal(2);
        block.call(randn(4, 12)).shape.Should().Equal(4, 2);
        block.call(randn(4, 3, 2, 2)).shape.Should().Equal(4, 2);
        block.call(randn(3, 2, 2)).shape.Should().Equal(2);
        block.call(randn(4, 12, dtype: ScalarType.BFloat16)).dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    internal void Forward_UnknownLayer_RunsAndChecksStopThere()
    {
        using var scope = NewDisposeScope();
        using var block = new DefinedBy(
            b => { b.Module("conv", nn.Conv2d(3, 4, 3)); b.Module("half", new Halves()); b.Module("fc", nn.Linear(4, 2)); },
            (b, x) => x.Call(b.Child("conv")).As("conv").Call(b.Child("half")).As("half").GlobalAvgPool().Flatten()
                .Call(b.Child("fc")).As("fc"));

        block.call(randn(2, 3, 8, 8)).shape.Should().Equal(2, 2);
        block.call(randn(3, 8, 8)).shape.Should().Equal(2);
        block.StageShapes(1, 3, 8, 8).Select(stage => stage.Name).Should().Equal("conv");
        Message(block, randn(3, 2, 8)).Should().Be(
            "input: expected an image of at least 3 x 3 (H x W), got 2 x 8 in shape [3, 2, 8], in stage conv of DefinedBy. (Parameter "
            + "'input')");
        block.Invoking(b => InferenceGraph.Lower(b)).Should().Throw<NotSupportedException>()
            .WithMessage("module: half (Halves) cannot be lowered: *");
    }

    [Fact]
    internal void Forward_LayerThatReturnsItsInput_LeavesInputAndOutputAlive()
    {
        using var block = new DefinedBy(b => { b.Module("conv", nn.Conv2d(3, 3, 1)); b.Module("same", new Same()); },
            (b, x) => x.Call(b.Child("conv")).Call(b.Child("same")) + x.Call(b.Child("same")));
        using var identity = new DefinedBy(b => b.Module("same", new Same()), (b, x) => x.Call(b.Child("same")));
        using var images = randn(2, 3, 4, 4);

        LiveTensors.LeftBy(() =>
        {
            block.call(images).Dispose();
            identity.call(images).Dispose();
        }).Should().Be(0);

        images.IsInvalid.Should().BeFalse();
    }

    [Fact]
    internal void Forward_LayerThatThrows_LeavesNothing()
    {
        using var block = new DefinedBy(b => { b.Module("conv", nn.Conv2d(3, 3, 1)); b.Module("bad", new Throws()); },
            (b, x) => x + x.Call(b.Child("conv")).Call(b.Child("bad")));
        using var images = randn(2, 3, 4, 4);

        LiveTensors.LeftBy(() => block.Invoking(b => b.call(images)).Should().Throw<InvalidOperationException>()).Should().Be(0);
    }

    [Fact]
    internal void Backward_ReluOfReluAndShared_GivesPyTorchsGradient()
    {
        using var scope = NewDisposeScope();
        using var block = new DefinedBy(b => { b.Module("conv", nn.Conv2d(2, 2, 1)); b.Module("tanh", nn.Sigmoid()); },
            (b, x) => x.Call(b.Child("conv")).Relu().Relu() + x.Call(b.Child("conv")).Call(b.Child("tanh")).Relu());
        var conv = (Conv2d)block.Child("conv");
        var images = randn(1, 2, 3, 3);

        block.call(images).sum().backward();
        var actual = conv.weight.grad!.clone();
        conv.weight.grad!.zero_();
        (conv.call(images).relu().relu() + conv.call(images).sigmoid().relu()).sum().backward();

        actual.allclose(conv.weight.grad!).Should().BeTrue();
    }

    [Fact]
    internal void Register_NewChildUnderAKnownName_IsUsedFromThenOnInItsPlace()
    {
        using var scope = NewDisposeScope();
        using var outer = new Outer();
        outer.eval();
        outer.call(randn(1, 3, 8, 8)).shape.Should().Equal(1, 5);
        var names = outer.state_dict().Keys.ToArray();

        outer.Net.Replace(nn.Linear(6, 9));

        outer.call(randn(1, 3, 8, 8)).shape.Should().Equal(1, 9);
        outer.StageShapes(1, 3, 8, 8)[^1].Shape.Should().Equal(1, 9);
        outer.state_dict().Keys.Should().Equal(names);
    }

    [Fact]
    internal void Define_WrongUse_NamesTheBlockAndTheLineToWrite()
    {
        var other = new DefinedBy(b => { }, (b, x) => x);
        Value? leaked = null;
        using (other) _ = new DefinedBy(b => { }, (b, x) => leaked = x).call(zeros(1, 1, 1, 1));

        Wrong((b, x) => null!).Should()
            .Be("DefinedBy.Define returns null: return a value made from its argument, as in: return x.Call(module);");
        Wrong((b, x) => x.Call(nn.ReLU())).Should().Be(
            "DefinedBy.Define calls a ReLU that is not registered: write Register(\"name\", module) in the constructor of DefinedBy.");
        Wrong((b, x) => x + leaked!).Should().Be(
            "DefinedBy.Define uses a value of DefinedBy from another call of Define: use the values made from its own argument, as in: "
            + "return x.Call(module);");
        Wrong((b, x) => leaked!).Should().StartWith("DefinedBy.Define uses a value of DefinedBy from another call of Define");
        FluentActions.Invoking(() => leaked!.Relu()).Should().Throw<InvalidOperationException>()
            .WithMessage("DefinedBy.Define has returned: its values cannot be used outside it.");
        FluentActions.Invoking(() => Run((b, x) => x.Relu().As("a") + x.As("a"))).Should().Throw<ArgumentException>()
            .WithMessage("name: DefinedBy.Define names two values \"a\"; names must be unique. (Parameter 'name')");
        FluentActions.Invoking(() => Run((b, x) => Value.Concat())).Should().Throw<ArgumentException>()
            .WithMessage("values: expected one or more, got none.*");
        FluentActions.Invoking(() => Run((b, x) => x * double.NaN)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("factor: must be a finite number.*");

        static string Wrong(Func<DefinedBy, Value, Value> define) =>
            FluentActions.Invoking(() => Run(define)).Should().Throw<InvalidOperationException>().Which.Message;

        static void Run(Func<DefinedBy, Value, Value> define)
        {
            using var block = new DefinedBy(b => { }, define);
            using var image = zeros(1, 1, 1, 1);
            block.call(image).Dispose();
        }
    }

    [Fact]
    internal void Forward_ManyThreadsAtOnceFromTheFirstCall_RecordOnce()
    {
        using var block = new Net();
        block.eval();
        using var image = randn(3, 8, 8);

        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var noGrad = no_grad();
            block.call(image).Dispose();
        });

        block.Definitions.Should().Be(1);
    }

    [Fact]
    internal void Freeze_Stage_StopsGradientsUpToIt()
    {
        using var block = new Net();

        block.Freeze("stem");
        block.train();

        block.named_parameters().Where(entry => !entry.parameter.requires_grad).Select(entry => entry.name).Should()
            .Equal("stem.conv.weight", "stem.conv.bias");
        block.Unfreeze();
        block.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    private static string Message(nn.Module<Tensor, Tensor> module, Tensor input) =>
        module.Invoking(m => m.call(input)).Should().Throw<ArgumentException>().Which.Message;

    private sealed class Net : Block
    {
        public Net() : base(nameof(Net))
        {
            Stem = Register("stem", new ConvBlock(3, 4, kernelSize: 3, padding: 1));
            Left = Register("left", new ConvBlock(4, 2, kernelSize: 1));
            Fc = Register("fc", nn.Linear(6, 5));
        }

        public ConvBlock Stem { get; }

        public ConvBlock Left { get; }

        public Linear Fc { get; private set; }

        public int Definitions { get; private set; }

        public void Replace(Linear fc)
        {
            Fc.Dispose();
            Fc = Register("fc", fc);
        }

        protected override Value Define(Value x)
        {
            Definitions++;
            var stem = x.Call(Stem).As("stem");
            var joined = Value.Concat(stem.Call(Left), (stem * 0.5).Relu()).As("joined");
            return (joined + joined).GlobalAvgPool().Flatten().Call(Fc);
        }
    }

    private sealed class Outer : Block
    {
        public Outer() : base(nameof(Outer)) => Net = Register("net", new Net());

        public Net Net { get; }

        protected override Value Define(Value x) => x.Call(Net).Relu();
    }

    private sealed class DefinedBy : Block
    {
        private readonly Func<DefinedBy, Value, Value> _define;

        public DefinedBy(Action<DefinedBy> register, Func<DefinedBy, Value, Value> define) : base(nameof(DefinedBy))
        {
            _define = define;
            register(this);
        }

        public void Module(string name, nn.Module<Tensor, Tensor> module) => Register(name, module);

        public nn.Module<Tensor, Tensor> Child(string name) =>
            (nn.Module<Tensor, Tensor>)named_children().Single(child => child.name == name).module;

        protected override Value Define(Value x) => _define(this, x);
    }

    private sealed class Halves() : nn.Module<Tensor, Tensor>(nameof(Halves))
    {
        public override Tensor forward(Tensor input) => input / 2;
    }

    private sealed class Same() : nn.Module<Tensor, Tensor>(nameof(Same))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Throws() : nn.Module<Tensor, Tensor>(nameof(Throws))
    {
        public override Tensor forward(Tensor input) => throw new InvalidOperationException("no");
    }
}
