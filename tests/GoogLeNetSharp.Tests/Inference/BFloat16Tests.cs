using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Inference.Kernels;
using GoogLeNetSharp.Tests.Inference.Kernels;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>bfloat16 inference of a trained network: it must choose the class that float32 chooses.</summary>
public sealed class BFloat16Tests
{
    private const int Classes = 10;
    private const int Side = 16;

    [BFloat16CodeFact]
    internal void Predict_TrainedNetworkInBFloat16_AgreesOnTheClass()
    {
        using var network = Trained(out var accuracy);
        using var fast = network.Compile(new InferenceOptions { Precision = InferencePrecision.BFloat16 });
        var (images, labels) = Draw(1000, seed: 99);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();

        var exact = network.call(images);
        var rounded = fast.Predict(images);

        fast.Precision.Should().Be(InferencePrecision.BFloat16);
        exact.argmax(1).eq(labels).to(float32).mean().item<float>().Should()
            .BeGreaterThan(0.9f, "the network is trained ({0:p0} on its own images)", accuracy);
        exact.argmax(1).eq(rounded.argmax(1)).to(float32).mean().item<float>().Should().BeGreaterThanOrEqualTo(0.99f);
        InferenceModelTests.Difference(exact, rounded).Should().BeInRange(1e-4, 0.05, "numbers are rounded to 8 bits");
        images.Dispose();
        labels.Dispose();
    }

    [BFloat16CodeFact]
    internal void Predict_BFloat16WithAnyThreads_SameNumbers()
    {
        using var model = InferenceModelTests.Small();
        float[] pixels = [.. Enumerable.Range(0, 3 * 3 * 32 * 32).Select(i => MathF.Sin(i))];
        float[][] outputs = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            using var fast = model.Compile(new InferenceOptions { Precision = InferencePrecision.BFloat16, Threads = threads });
            return fast.Predict(pixels, 3);
        })];

        outputs.Should().AllSatisfy(output => output.Should().Equal(outputs[0]));
    }

    [Fact]
    internal void Compile_BFloat16OfNarrowVectors_SaysWhatIsMissing()
    {
        using var network = InferenceModelTests.Small();
        var compile = () => network.Compile(new InferenceOptions { Precision = InferencePrecision.BFloat16, VectorBits = 256 });

        compile.Should().Throw<PlatformNotSupportedException>().WithMessage(
            "Precision: BFloat16 needs vectors of 512 bits, and VectorBits is 256, in InferenceModel; use Auto or Float32.");
    }

    [Fact]
    internal void Compile_BFloat16_ComputesInItOrSaysWhatIsMissing()
    {
        using var network = InferenceModelTests.Small();
        var compile = () => network.Compile(new InferenceOptions { Precision = InferencePrecision.BFloat16, VectorBits = 512 });
        if (BFloat16Code.Instance is null)
        {
            compile.Should().Throw<PlatformNotSupportedException>()
                .WithMessage("Precision: BFloat16 needs a processor with AVX512-BF16, *");
            return;
        }

        using var compiled = compile();
        compiled.Precision.Should().Be(InferencePrecision.BFloat16);
    }

    [Fact]
    internal void Compile_Auto_TakesWhatTheProcessorHas()
    {
        using var network = InferenceModelTests.Small();
        using var wide = network.Compile(new InferenceOptions { Precision = InferencePrecision.Auto, VectorBits = 512 });
        using var narrow = network.Compile(new InferenceOptions { Precision = InferencePrecision.Auto, VectorBits = 128 });

        wide.Precision.Should().Be(BFloat16Code.Instance is null ? InferencePrecision.Float32 : InferencePrecision.BFloat16);
        narrow.Precision.Should().Be(InferencePrecision.Float32);
    }

    [Fact]
    internal void Precision_NoneOfTheThree_Throws()
    {
        var options = () => new InferenceOptions { Precision = (InferencePrecision)7 };

        options.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Precision: must be Float32, BFloat16 or Auto.*");
    }

    // A stem and two Inception modules, trained for a few seconds to tell ten drawn patterns from each other.
    private static nn.Module<Tensor, Tensor> Trained(out float accuracy)
    {
        random.manual_seed(1);
        var network = nn.Sequential(
            ("stem", new ConvBlock(3, 16, kernelSize: 3, padding: 1, batchNorm: new(1e-5))),
            ("mixed1", new InceptionModule(16, new InceptionWidths(8, 8, 16, 4, 8, 8), batchNorm: new(1e-5))),
            ("pool", nn.MaxPool2d(3, stride: 2, padding: 1)),
            ("mixed2", new InceptionModule(40, new InceptionWidths(16, 16, 32, 4, 8, 8), batchNorm: new(1e-5))),
            ("global", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(64, Classes)));
        using var optimizer = optim.Adam(network.parameters(), lr: 3e-3);
        accuracy = 0;
        for (var step = 0; step < 120; step++)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = Draw(64, seed: step);
            using var detached = images;
            using var detachedLabels = labels;
            var logits = network.call(images);
            optimizer.zero_grad();
            nn.functional.cross_entropy(logits, labels).backward();
            optimizer.step();
            accuracy = logits.argmax(1).eq(labels).to(float32).mean().item<float>();
        }

        network.eval();
        return network;
    }

    // Stripes at ten angles, of a random phase, width, colour and contrast, in noise.
    private static (Tensor Images, Tensor Labels) Draw(int count, int seed)
    {
        var draw = new Random(seed);
        var pixels = new float[count * 3 * Side * Side];
        var labels = new long[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = draw.Next(Classes);
            var angle = Math.PI * (labels[image] + (0.3 * (draw.NextDouble() - 0.5))) / Classes;
            var (frequency, phase) = (0.8 + (0.4 * draw.NextDouble()), 2 * Math.PI * draw.NextDouble());
            for (var channel = 0; channel < 3; channel++)
            {
                var contrast = 0.5 + draw.NextDouble();
                for (var y = 0; y < Side; y++)
                {
                    for (var x = 0; x < Side; x++)
                    {
                        var wave = Math.Sin((frequency * ((x * Math.Cos(angle)) + (y * Math.Sin(angle)))) + phase);
                        pixels[(((((image * 3) + channel) * Side) + y) * Side) + x] =
                            (float)((contrast * wave) + (0.3 * (draw.NextDouble() - 0.5)));
                    }
                }
            }
        }

        return (tensor(pixels, [count, 3, Side, Side]), tensor(labels));
    }
}
