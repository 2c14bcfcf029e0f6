using System.Text.Json;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>GoogLeNet in training: PyTorch's step, and sets small enough to be learnt in seconds.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class GoogLeNetTrainingTests
{
    private const double Tolerance = 1e-3;

    [Fact]
    internal void OneSgdStep_TorchVisionWithHeads_AgreesWithPyTorch()
    {
        var expected = JsonSerializer.Deserialize<TrainingStep>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "training_step.json")),
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = expected.Classes, Dropout = 0, AuxiliaryDropout = 0 });
        FormulaWeights.Fill(model);
        model.train();
        using var loss = new GoogLeNetLoss();
        using var optimizer = optim.SGD(model.parameters(), expected.Rate, expected.Momentum, weight_decay: expected.Decay);
        var images = FormulaWeights.Image(expected.Shape);
        var targets = tensor(expected.Targets);

        using var before = Loss();
        before.backward();
        var gradients = model.named_parameters().ToDictionary(entry => entry.name, entry => Norm(entry.parameter.grad!));
        optimizer.step();

        before.item<float>().Should().BeApproximately((float)expected.LossBefore, (float)(Tolerance * expected.LossBefore));
        gradients.Should().HaveCount(expected.GradientNorms.Count);
        foreach (var (name, norm) in expected.GradientNorms)
            gradients[name].Should().BeApproximately(norm, Tolerance * norm, "that is the norm of the gradient of {0}", name);
        var state = model.state_dict();
        foreach (var (name, norm) in expected.ParameterNorms)
            Norm(state[name]).Should().BeApproximately(norm, Tolerance * norm, "that is the norm of {0} after the step", name);
        foreach (var (name, statistic) in expected.RunningStatistics)
        {
            Norm(state[name]).Should().BeApproximately(statistic.Norm, Tolerance * statistic.Norm, "that is the norm of {0} after the step", name);
            state[name].flatten()[..statistic.First4.Length].to(ScalarType.Float64).data<double>().ToArray().Should().Equal(
                statistic.First4, (x, y) => Math.Abs(x - y) <= Tolerance * statistic.Norm, "those are the first values of {0}", name);
        }

        using var after = Loss();
        after.item<float>().Should().BeApproximately((float)expected.LossAfter, (float)(Tolerance * expected.LossAfter));

        Tensor Loss()
        {
            using var output = model.ForwardWithAuxiliary(images);
            return loss.call(output, targets);
        }
    }

    [Fact]
    internal void Cifar_TinySeparableSet_LossFallsBelowATenth()
    {
        manual_seed(1);
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = 2, Dropout = 0 });
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.01, momentum: 0.9);

        var (first, last) = Train(optimizer, steps: 12, pairs: 2, size: 32, (images, targets) =>
        {
            using var logits = model.call(images);
            return nn.functional.cross_entropy(logits, targets);
        });

        last.Should().BeLessThan(first / 10);
    }

    [Fact]
    internal void PaperWithHeads_TinySeparableSet_LossFallsBelowATenth()
    {
        manual_seed(1);
        // Known to stall: what works is Caffe's start of the weights (the preset's) with Caffe's rate.
        using var model = new GoogLeNet(GoogLeNetOptions.Paper with { NumClasses = 2, Dropout = 0, AuxiliaryDropout = 0 });
        using var loss = new GoogLeNetLoss();
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.01, momentum: 0.9);

        var (first, last) = Train(optimizer, steps: 14, pairs: 1, size: 224, (images, targets) =>
        {
            using var output = model.ForwardWithAuxiliary(images);
            return loss.call(output, targets);
        });

        last.Should().BeLessThan(first / 10);
    }

    [Fact]
    internal void PaperWithNormalStart_TinySeparableSet_StaysWhereItIs()
    {
        manual_seed(1);
        using var model = new GoogLeNet(GoogLeNetOptions.Paper with
        {
            NumClasses = 2,
            Dropout = 0,
            AuxiliaryDropout = 0,
            Initialization = WeightInitialization.Normal,
        });
        using var loss = new GoogLeNetLoss();
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.01, momentum: 0.9);

        var (first, last) = Train(optimizer, steps: 5, pairs: 1, size: 224, (images, targets) =>
        {
            using var output = model.ForwardWithAuxiliary(images);
            return loss.call(output, targets);
        });

        last.Should().BeApproximately(first, 0.01);
    }

    /// <summary>Pairs of a dark and a bright image, with a little noise.</summary>
    private static (double First, double Last) Train(optim.Optimizer optimizer, int steps, int pairs, long size, Func<Tensor, Tensor, Tensor> lossOf)
    {
        using var scope = NewDisposeScope();
        var targets = tensor([0L, 1L]).repeat(pairs);
        var images = ((targets.reshape(-1, 1, 1, 1) * 2) - 1) + (0.1 * randn(targets.shape[0], 3, size, size));
        var losses = new List<double>();
        for (var step = 0; step <= steps; step++)
        {
            using var loss = lossOf(images, targets);
            losses.Add(loss.item<float>());
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        return (losses[0], losses[^1]);
    }

    private static double Norm(Tensor tensor)
    {
        using var values = tensor.to(ScalarType.Float64);
        using var norm = values.norm();
        return norm.item<double>();
    }

    private sealed record TrainingStep(
        long[] Shape, long[] Targets, long Classes, double Rate, double Momentum, double Decay, double LossBefore, double LossAfter,
        Dictionary<string, double> GradientNorms, Dictionary<string, double> ParameterNorms, Dictionary<string, Statistic> RunningStatistics);

    private sealed record Statistic(double Norm, double[] First4);
}
