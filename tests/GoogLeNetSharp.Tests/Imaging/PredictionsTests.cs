using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>From logits to predictions, without tensors.</summary>
public sealed class PredictionsTests
{
    [Fact]
    internal void Of_Logits_AreThePredictionsOfTorchsSoftmax()
    {
        float[] logits = [.. Enumerable.Range(0, 50).Select(i => 30 * MathF.Sin(i * i))];
        using var scope = NewDisposeScope();
        var (values, indices) = tensor(logits).softmax(-1).topk(5);

        var predictions = Predictions.Of(logits, 5);

        predictions.Select(prediction => (long)prediction.Index).Should().Equal(indices.data<long>().ToArray());
        predictions.Select(prediction => prediction.Label).Should().Equal(indices.data<long>().ToArray().Select(index => $"{index}"));
        predictions.Zip(values.data<float>().ToArray()).Should()
            .AllSatisfy(pair => pair.First.Probability.Should().BeApproximately(pair.Second, 1e-6f));
    }

    [Fact]
    internal void Of_LargeLogitsAndFewClasses_NamesAllOfThem() =>
        Predictions.Of([1e30f, float.NegativeInfinity], 9, new Labels(["cat", "dog"])).Should()
            .Equal(new Prediction("cat", 0, 1), new Prediction("dog", 1, 0));

    [Theory]
    [InlineData(new float[0], "logits: expected one for each class, got none.*")]
    [InlineData(new[] { 0, float.NaN }, "logits: expected finite numbers, got NaN for class 1.*")]
    [InlineData(new[] { float.PositiveInfinity, 0 }, "logits: expected finite numbers, got Infinity for class 0.*")]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, "logits: expected finite numbers, got -Infinity for class 0.*")]
    [InlineData(new[] { 1f, 2, 3 }, "labels: expected 3, one for each logit, got 2.*")]
    internal void Of_LogitsWithoutProbabilities_Throws(float[] logits, string message)
    {
        var predict = () => Predictions.Of(logits, 1, new Labels(["cat", "dog"]));

        predict.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    internal void ToValues_OfATransform_AreItsTensor()
    {
        var image = new RgbImage(5, 7);
        new Random(3).NextBytes(image.Pixels);
        using var tensor = Preprocessing.Cifar10.Apply(image);

        var (values, height, width) = Preprocessing.Cifar10.ToValues(image);

        tensor.shape.Should().Equal(3, height, width);
        values.Should().Equal(tensor.data<float>().ToArray());
    }

    [Fact]
    internal void Write_OtherLength_Throws()
    {
        var write = () => Normalization.ImageNet.Write(new RgbImage(4, 2), new float[23]);

        write.Should().Throw<ArgumentException>().WithMessage("target: expected 3 x 2 x 4 = 24 numbers, got 23.*");
    }
}
