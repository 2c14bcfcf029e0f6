using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Onnx;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>Weights, summary, training, images and ONNX work with every network of the library, and with one of a user's that implements
/// the interfaces.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class CapabilityTests
{
    private const int Classes = 3;

    /// <summary>One small network of each class.</summary>
    public static TheoryData<string> Networks => ["GoogLeNet", "LeNet", "Vgg", "ResNet", "OwnNetwork"];

    [Theory]
    [MemberData(nameof(Networks))]
    internal void Summary_EveryNetwork_CountsItsParametersAndEndsInTheClasses(string name)
    {
        using var model = Make(name);
        var (network, parameters) = ((IClassifierNetwork)model, model.parameters().Sum(parameter => parameter.numel()));

        var summary = ModelSummary.Create(model, 2, network.InputChannels, network.ImageSize, network.ImageSize);

        summary.Totals.Parameters.Should().Be(parameters);
        summary.Rows[0].OutputShape.Should().Equal(2, Classes);
        summary.Rows[0].TypeName.Should().Be(name);
        summary.Warnings.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    internal void Trainer_EveryNetwork_MovesItsClassifier(string name)
    {
        using var model = Make(name);
        var network = (IClassifierNetwork)model;
        using var before = network.Classifier.weight!.detach().clone();
        using var images = new MemoryDataset(randn(4, network.InputChannels, network.ImageSize, network.ImageSize), arange(4) % Classes);

        var result = new Trainer(model, new TrainerOptions { Epochs = 1, BatchSize = 4, Precision = TrainingPrecision.Float32 })
            .Fit(images);

        result.Epochs[0].TrainingLoss.Should().BePositive();
        Bitwise.Same(network.Classifier.weight!, before).Should().BeFalse();
        network.Classifier.weight!.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    internal void ImageClassifier_EveryNetworksFile_AnswersAsTheNetwork(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "net.safetensors");
        using var model = Make(name);
        var network = (IClassifierNetwork)model;
        var normalization = network.InputChannels == 1 ? Normalization.Gray : Normalization.ImageNet;
        model.SaveWeights(path, ClassifierMetadata.Write(
            new Labels(["a", "b", "c"]), Preprocessing.Centre((int)network.ImageSize, (int)network.ImageSize, normalization)));

        using var classifier = name == nameof(OwnNetwork)
            ? ImageClassifier.FromFile<OwnNetwork>(path, options: null)
            : ImageClassifier.FromFile(path);

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        model.eval();
        var image = randn(network.InputChannels, network.ImageSize, network.ImageSize);
        var expected = model.call(image).softmax(-1).data<float>().ToArray();
        var predictions = classifier.Classify(image);
        predictions.Select(prediction => prediction.Label).Should().BeEquivalentTo("a", "b", "c");
        foreach (var prediction in predictions) prediction.Probability.Should().BeApproximately(expected[prediction.Index], 1e-4f);
    }

    [Fact]
    internal void ImageClassifier_FileOfAnOwnNetworkWithoutItsClass_SaysWhatToName()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "net.safetensors");
        using var model = Make(nameof(OwnNetwork));
        model.SaveWeights(path);

        var open = () => ImageClassifier.FromFile(path);

        open.Should().ThrowExactly<ArgumentException>().WithMessage(
            $"path: {path} holds a OwnNetwork, which is none of GoogLeNet, LeNet, Vgg, ResNet: name the class as type argument. "
            + $"(Parameter 'path')");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    internal void Onnx_EveryNetwork_AgreesAndSaysWhatItIs(string name)
    {
        using var model = Make(name);
        var network = (IClassifierNetwork)model;

        var options = new OnnxExportOptions { Height = network.ImageSize, Width = network.ImageSize };
        Exported.ShouldAgree(model, options, [2, network.InputChannels, network.ImageSize, network.ImageSize]);

        var metadata = Exported.Proto(model, options).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        metadata["network"].Should().Be(name);
        metadata["settings"].Should().Be(((IDescribed)model).Describe().ToJsonString());
    }

    [Fact]
    internal void CreateWithAuxiliary_OwnNetwork_RunsTheHead()
    {
        using var model = new OwnNetwork(width: 4, Classes);

        var summary = ModelSummary.CreateWithAuxiliary(model, 2, 3, 16, 16);

        summary.Row("aux").OutputShape.Should().Equal(2, Classes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void LoadWeights_HeadsOfAnOwnNetworkOnOneSide_AreOptional(bool optional)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "net.safetensors");
        using var model = new OwnNetwork(width: 4, Classes);
        StateDictFile.Write(path, model.state_dict().Where(entry => !entry.Key.StartsWith("aux.", StringComparison.Ordinal)));

        var load = () => model.LoadWeights(path, new LoadWeightsOptions { OptionalAuxiliaryHeads = optional });

        if (optional) load().LeftOut.Should().OnlyContain(key => key.StartsWith("aux.", StringComparison.Ordinal)).And.NotBeEmpty();
        else load.Should().ThrowExactly<WeightsMismatchException>();
    }

    private static nn.Module<Tensor, Tensor> Make(string network) => network switch
    {
        "GoogLeNet" => new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = Classes }),
        "LeNet" => new LeNet(LeNetOptions.Default with { NumClasses = Classes }),
        "Vgg" => new Vgg(new VggOptions(new(8, 1), new(16, 2, Pool: false))
        {
            NumClasses = Classes,
            PooledSize = 2,
            HiddenFeatures = 16,
            BatchNorm = true,
        }),
        "ResNet" => new ResNet(new ResNetOptions(ResidualBlockForm.Bottleneck, 1, 1) { NumClasses = Classes, SmallImageStem = true }),
        _ => new OwnNetwork(width: 4, Classes),
    };
}
