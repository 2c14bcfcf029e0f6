using Google.Protobuf;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Onnx.Protocol;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>Each export run by ONNX Runtime, against the module it came from: within 1e-4 of the largest value.</summary>
public sealed class OnnxExporterTests
{
    private static readonly OnnxExportOptions Defaults = new();

    [Fact]
    internal void Export_DefaultPreset_AgreesAtTwoBatchAndImageSizes()
    {
        using var model = new GoogLeNet();

        Exported.ShouldAgree(model, Defaults, [1, 3, 224, 224], [2, 3, 200, 193]);
    }

    [Fact]
    internal void Export_PaperPreset_AgreesAtTwoBatchAndImageSizes()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Paper);

        Exported.ShouldAgree(model, Defaults, [1, 3, 224, 224], [2, 3, 223, 230]);
    }

    [Theory]
    [InlineData(true, false, 17)]
    [InlineData(false, false, 17)]
    [InlineData(true, true, 13)]
    [InlineData(false, false, 21)]
    internal void Export_TorchVisionPreset_AgreesAtTwoBatchAndImageSizes(bool fold, bool transformInput, int opset)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = transformInput });

        Exported.ShouldAgree(model, new() { FoldBatchNorm = fold, Opset = opset }, [1, 3, 96, 128], [2, 3, 15, 31]);
    }

    [Fact]
    internal void Export_CifarPreset_AgreesAtTwoBatchAndImageSizes()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        Exported.ShouldAgree(model, Defaults, [1, 3, 32, 32], [3, 3, 40, 36]);
    }

    [Fact]
    internal void Export_FixedBatchAndSize_AgreesAndDeclaresThem()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var options = new OnnxExportOptions { BatchSize = 2, Height = 32, Width = 32 };

        Exported.ShouldAgree(model, options, [2, 3, 32, 32]);
        var shapes = Exported.Shapes(Exported.Proto(model, options));

        shapes["input"].Should().Be("2 x 3 x 32 x 32");
        shapes["inception5b.concat"].Should().Be("2 x 1024 x 4 x 4");
        shapes["output"].Should().Be("2 x 10");
        shapes.Values.Should().NotContain(shape => shape.Contains('?'));
    }

    [Fact]
    internal void Export_ConvBlock_AgreesAtTwoBatchAndImageSizes()
    {
        using var plain = new ConvBlock(3, 8, kernelSize: 3, stride: 2, padding: 1);
        using var normalised = new ConvBlock(3, 8, kernelSize: 5, batchNorm: new(1e-3));

        Exported.ShouldAgree(plain, Defaults, [1, 3, 9, 12], [4, 3, 10, 7]);
        Exported.ShouldAgree(normalised, Defaults, [1, 3, 9, 12], [4, 3, 10, 7]);
        Exported.ShouldAgree(normalised, new() { FoldBatchNorm = false }, [1, 3, 9, 12], [4, 3, 10, 7]);
    }

    [Fact]
    internal void Export_InceptionBlocks_AgreeAtTwoBatchAndImageSizes()
    {
        using var naive = new InceptionNaive(12, 4, 6, 3);
        using var module = new InceptionModule(12, new InceptionWidths(4, 3, 6, 2, 3, 5), batchNorm: new(1e-3));

        Exported.ShouldAgree(naive, Defaults, [1, 12, 8, 8], [2, 12, 5, 11]);
        Exported.ShouldAgree(module, Defaults, [1, 12, 8, 8], [2, 12, 5, 11]);
    }

    [Fact]
    internal void Export_PaperAuxiliaryClassifier_AgreesAtTwoBatchAndImageSizes()
    {
        using var head = new AuxiliaryClassifier(16, 5);

        Exported.ShouldAgree(head, Defaults, [1, 16, 14, 14], [2, 16, 16, 15]);
    }

    [Theory]
    [InlineData(14, 14)]
    [InlineData(12, 7)]
    [InlineData(8, 12)]
    internal void Export_TorchVisionAuxiliaryClassifier_AgreesAtAFixedSize(long height, long width)
    {
        using var head = new AuxiliaryClassifier(16, 5, AuxiliaryClassifierForm.TorchVision, batchNorm: new(1e-3));

        Exported.ShouldAgree(head, new() { Height = height, Width = width }, [1, 16, height, width], [3, 16, height, width]);
    }

    [Fact]
    internal void Export_UsersSequential_Agrees()
    {
        using var network = nn.Sequential(
            ("conv", nn.Conv2d(3, 8, (3, 3), padding: (1, 0), stride: (2, 1), dilation: (1, 2), bias: false)),
            ("norm", nn.BatchNorm2d(8)),
            ("relu", nn.ReLU()),
            ("grouped", nn.Conv2d(8, 12, 3, padding: 1L, groups: 4)),
            ("inner", nn.Sequential(("normAlone", nn.BatchNorm2d(12, affine: false)), ("pool", nn.MaxPool2d(2)))),
            ("flatten", nn.Flatten()),
            ("hidden", nn.Linear(12 * 4 * 6, 20, hasBias: false)),
            ("dropout", nn.Dropout(0.5)),
            ("output", nn.Linear(20, 4)));

        Exported.ShouldAgree(network, new() { Height = 16, Width = 16 }, [1, 3, 16, 16], [5, 3, 16, 16]);
    }

    [Theory]
    [MemberData(nameof(SizeGuardTests.Opsets), MemberType = typeof(SizeGuardTests))]
    internal void Export_EveryOperatorSet_AgreesInEveryNodeThatIsWritten(int opset)
    {
        using var network = CheckedExports.Traps();
        var options = new OnnxExportOptions { Opset = opset, Height = 30, Width = 34, FoldBatchNorm = false };

        Exported.ShouldAgree(network, options, [1, 3, 30, 34], [3, 3, 30, 34]);

        using var run = new OnnxRun(Exported.Bytes(network, options with
        {
            Preprocessing = OnnxPreprocessing.ImageNet,
            IncludeSoftmax = true,
            Weights = OnnxWeightType.Float16,
            Verify = true,
        }));
        using var bytes = ones([2, 30, 34, 3], ScalarType.Byte);
        using var probabilities = run.Run(bytes);
        using var sums = probabilities.sum(1);
        using var expected = ones(2);
        Exported.ShouldBeClose(sums, expected);
        run.Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Export_LinearNetwork_TakesFeatures()
    {
        using var network = nn.Sequential(("0", nn.Linear(7, 5)), ("1", nn.ReLU()), ("2", nn.Linear(5, 3)));

        Exported.ShouldAgree(network, Defaults, [1, 7], [4, 7]);

        Exported.Shapes(Exported.Proto(network))["input"].Should().Be("batch x 7");
    }

    [Fact]
    internal void Export_NothingButDropout_HandsTheInputOn()
    {
        using var network = nn.Sequential(("dropout", nn.Dropout(0.5)));

        Exported.ShouldAgree(network, new() { Channels = 2 }, [1, 2, 3, 4]);
    }

    [Fact]
    internal void Export_IncludeSoftmax_GivesProbabilities()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        FormulaWeights.Fill(model);
        model.eval();
        using var noGrad = no_grad();
        using var image = FormulaWeights.Image(2, 3, 32, 32);
        using var logits = model.call(image);
        using var expected = logits.softmax(1);

        using var run = new OnnxRun(Exported.Bytes(model, new() { IncludeSoftmax = true, Verify = true }));
        using var actual = run.Run(image);

        Exported.ShouldBeClose(actual, expected);
        run.Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Export_Preprocessing_TakesBytesInRowsOfPixels()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        FormulaWeights.Fill(model);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var bytes = ((FormulaWeights.Image(2, 32, 40, 3) + 2) / 4 * 255).to(ScalarType.Byte);
        var planes = bytes.to(float32).permute(0, 3, 1, 2) / 255;
        var normalised = (planes - tensor([0.485f, 0.456f, 0.406f], [1, 3, 1, 1])) / tensor([0.229f, 0.224f, 0.225f], [1, 3, 1, 1]);
        var expected = model.call(normalised.contiguous());

        using var run = new OnnxRun(Exported.Bytes(model, new() { Preprocessing = OnnxPreprocessing.ImageNet, Verify = true }));
        var actual = run.Run(bytes);

        Exported.ShouldBeClose(actual, expected);
        run.Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Export_Float16_AgreesWithRoundedWeightsAndHalvesTheFile()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        FormulaWeights.Fill(model);
        model.eval();
        var options = new OnnxExportOptions { FoldBatchNorm = false, Weights = OnnxWeightType.Float16, Verify = true };
        var whole = Exported.Bytes(model, options with { Weights = OnnxWeightType.Float32 });
        var half = Exported.Bytes(model, options);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var image = FormulaWeights.Image(2, 3, 32, 32);
        var exact = model.call(image);
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() > 1))
        {
            parameter.copy_(parameter.to(float16).to(float32));
        }
        var rounded = model.call(image);

        using var run = new OnnxRun(half);
        var actual = run.Run(image);

        Exported.ShouldBeClose(actual, rounded);
        Exported.ShouldBeClose(actual, exact, tolerance: 1e-2);
        run.Warnings.Should().BeEmpty();
        half.Length.Should().BeLessThan((int)(0.51 * whole.Length));
    }

    [Fact]
    internal void Export_TrainingMode_WritesWhatEvaluationComputesAndLeavesTheModuleTraining()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var evaluated = Exported.Bytes(model);
        model.train();

        Exported.Bytes(model).Should().Equal(evaluated);
        model.training.Should().BeTrue();
    }

    [Fact]
    internal void OnnxRun_FileThatOnnxRuntimeComplainsOf_HasAWarning()
    {
        using var block = new ConvBlock(1, 1, kernelSize: 1);
        var file = Exported.Proto(block);
        file.Graph.Initializer.Add(new TensorProto(file.Graph.Initializer[0]) { Name = "unused" });

        using var run = new OnnxRun(file.ToByteArray());

        run.Warnings.Should().ContainSingle().Which.Should().Contain("unused");
    }
}
