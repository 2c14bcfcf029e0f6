using GoogLeNetSharp.Numerics;
using GoogLeNetSharp.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Mixed precision with TorchSharp's own layers, alone and mixed with blocks.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class MixedPrecisionTests
{
    private static readonly TrainerOptions Mixed = new()
    {
        Epochs = 2,
        BatchSize = 8,
        Optimizer = new OptimizerSettings.Sgd(0.005),
        Precision = TrainingPrecision.BFloat16,
    };

    /// <summary>Networks of blocks and of TorchSharp's common layers.</summary>
    public static TheoryData<string> Networks() =>
        ["blocks then linear", "linear in a container", "own convolutions", "normalisations", "transposed", "response norm",
            "own parameter", "block after linear"];

    [Theory]
    [MemberData(nameof(Networks))]
    internal void Fit_CommonLayers_TrainAsInFloat32(string name)
    {
        using var mixed = Network(name);
        using var single = Network(name);
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        var (losses, expected) = (new ProgressList(), new ProgressList());

        var trainer = new Trainer(mixed, Mixed);
        var result = trainer.Fit(training, training, losses);
        new Trainer(single, Mixed with { Precision = TrainingPrecision.Float32 }).Fit(training, training, expected);

        losses.StepLosses.Should().Equal(expected.StepLosses, (actual, wanted) => Math.Abs(actual - wanted) < 0.03);
        mixed.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float32);
        trainer.Evaluate(training).Loss.Should().BeApproximately(result.Validation!.Loss, 1e-5);
        using var image = zeros(1, 3, 8, 8);
        mixed.Invoking(network => network.call(image).Dispose()).Should().NotThrow("no hook is left behind");
    }

    [Theory]
    [InlineData(TrainingPrecision.Auto, "cpu", true, TrainingPrecision.BFloat16)]
    [InlineData(TrainingPrecision.Auto, "cpu", false, TrainingPrecision.Float32)]
    [InlineData(TrainingPrecision.Auto, "cuda", false, TrainingPrecision.BFloat16)]
    [InlineData(TrainingPrecision.BFloat16, "cpu", false, TrainingPrecision.BFloat16)]
    [InlineData(TrainingPrecision.Float32, "cpu", true, TrainingPrecision.Float32)]
    internal void PrecisionFor_Setting_AutoTakesWhatIsWorthwhile(TrainingPrecision setting, string device, bool worthwhile,
        TrainingPrecision expected)
    {
        var options = new TrainerOptions { Precision = setting, Device = new Device(device) };

        Trainer.PrecisionFor(options, worthwhile).Should().Be(expected);
    }

    [Fact]
    internal void Options_AutoPrecision_IsWhatThisProcessIsFasterIn()
    {
        using var model = Network("blocks then linear");

        var trainer = new Trainer(model, Mixed with { Precision = TrainingPrecision.Auto });

        trainer.Options.Should()
            .Be(Mixed with { Precision = BFloat16Arithmetic.IsWorthwhile ? TrainingPrecision.BFloat16 : TrainingPrecision.Float32 });
    }

    [Fact]
    internal void Fit_LayersOfTorchSharp_ComputeInFloat32AndPassTheTypeOn()
    {
        using var model = Network("own convolutions");
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var inputs = new List<ScalarType>();
        var relu = (ReLU)model.named_modules().Single(entry => entry.name == "relu").module;
        var remover = relu.register_forward_pre_hook((_, input) =>
        {
            inputs.Add(input.dtype);
            return null!;
        });

        new Trainer(model, Mixed with { Epochs = 1 }).Fit(training);

        remover.remove();
        inputs.Should().NotBeEmpty().And.OnlyContain(type => type == ScalarType.BFloat16);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Fit_LayerThatCannot_IsNamedBeforeAnythingIsTrained(bool fit)
    {
        using var model = nn.Sequential(("bn", nn.BatchNorm2d(3)), ("flatten", nn.Flatten()), ("odd", new FloatOnly()),
            ("fc", nn.Linear(192, 4)));
        using var before = model.get_buffer("bn.running_mean")!.clone();
        using var training = MemoryDataset.Quadrants(8, seed: 1);
        var trainer = new Trainer(model, Mixed);

        FluentActions.Invoking(() => fit ? (object)trainer.Fit(training) : trainer.Evaluate(training)).Should().Throw<ArgumentException>()
            .WithMessage(
            "model: layer \"odd\" (FloatOnly) cannot compute in mixed precision: expected m1 and m2 to have the same dtype*Train with "
            + "Precision Float32. (Parameter 'model')");

        Bitwise.Same(model.get_buffer("bn.running_mean")!, before).Should().BeTrue();
    }

    [Fact]
    internal void Fit_InMixedPrecision_LeavesNoTensorAlive()
    {
        using var model = Network("normalisations");
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        void Fit() => new Trainer(model, Mixed).Fit(training, training);
        Fit();

        LiveTensors.LeftBy(Fit).Should().Be(0);
    }

    private static nn.Module<Tensor, Tensor> Network(string name)
    {
        using var generator = manual_seed(3);
        using var noGradient = no_grad();
        var network = Make(name);
        // TorchSharp's GroupNorm starts with whatever is in memory.
        foreach (var (key, parameter) in network.named_parameters().Where(entry => entry.parameter.dim() == 1))
            parameter.copy_(key.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        return network;
    }

    private static nn.Module<Tensor, Tensor> Make(string name)
    {
        return name switch
        {
            "blocks then linear" => nn.Sequential(
                new ConvBlock(3, 8, 3, padding: 1, batchNorm: new(1e-3)), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(32, 4)),
            "linear in a container" => nn.Sequential(
                new ConvBlock(3, 8, 3), nn.Flatten(), nn.Sequential(nn.Linear(288, 16), nn.ReLU(), nn.Dropout(0)), nn.Linear(16, 4)),
            "own convolutions" => nn.Sequential(
                ("conv", nn.Conv2d(3, 8, 3)), ("bn", nn.BatchNorm2d(8)), ("relu", nn.ReLU()), ("pool", nn.MaxPool2d(2)),
                ("flatten", nn.Flatten()), ("fc", nn.Linear(72, 4))),
            "normalisations" => nn.Sequential(
                nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.GELU(), nn.InstanceNorm2d(8, affine: true), nn.PReLU(8), nn.Flatten(),
                nn.LayerNorm([288]), nn.Linear(288, 4)),
            "transposed" => nn.Sequential(
                nn.ConvTranspose2d(3, 4, 2, stride: 2), nn.SiLU(), nn.Conv2d(4, 4, 3, stride: 2, groups: 2), nn.Flatten(),
                nn.Linear(196, 8), nn.BatchNorm1d(8), nn.Linear(8, 4)),
            "response norm" => nn.Sequential(new ConvBlock(3, 8, 3), nn.LocalResponseNorm(5), nn.AvgPool2d(3), nn.Flatten(),
                nn.Linear(32, 4)),
            "own parameter" => nn.Sequential(nn.Conv2d(3, 8, 3), nn.Flatten(), new Projection(288, 16), nn.Linear(16, 4)),
            _ => nn.Sequential(
                nn.Flatten(), nn.Linear(192, 192), nn.Unflatten(1, [3, 8, 8]), new InceptionNaive(3, 4, 4, 4), nn.AdaptiveAvgPool2d(1),
                nn.Flatten(), nn.Linear(15, 4)),
        };
    }

    /// <summary>A module with a layer and a parameter of its own, which it multiplies with: libtorch ends the process where the types
    /// differ.</summary>
    private sealed class Projection : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _layer;
        private readonly Parameter _matrix;

        public Projection(long inputs, long outputs) : base(nameof(Projection))
        {
            _layer = nn.Linear(inputs, outputs);
            _matrix = new Parameter(eye(outputs));
            register_module("layer", _layer);
            register_parameter("matrix", _matrix);
        }

        public override Tensor forward(Tensor input)
        {
            using var hidden = _layer.call(input);
            return hidden.matmul(_matrix);
        }

        protected override void RegisterComponents()
        {
        }
    }

    /// <summary>A module that multiplies by a float32 matrix which is no parameter.</summary>
    private sealed class FloatOnly() : nn.Module<Tensor, Tensor>(nameof(FloatOnly))
    {
        public override Tensor forward(Tensor input)
        {
            using var matrix = eye(192);
            return nn.functional.linear(input, matrix);
        }
    }
}
