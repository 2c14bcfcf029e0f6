using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>The loss with auxiliary heads.</summary>
public sealed class GoogLeNetLossTests
{
    // -log softmax by hand, for logits (2, 0) and (0, 1): ln(1 + e^-2), ln(1 + e^2), ln(1 + e^-1), ln(1 + e).
    private const double RightBy2 = 0.126928011, WrongBy2 = 2.126928011, RightBy1 = 0.313261688, WrongBy1 = 1.313261688;

    [Theory]
    [InlineData(0.3, RightBy2 + (0.3 * (WrongBy2 + RightBy1)))]
    [InlineData(0.0, RightBy2)]
    [InlineData(1.0, RightBy2 + WrongBy2 + RightBy1)]
    internal void Call_OneImage_AddsTheHeadsAtTheirWeight(double weight, double expected)
    {
        using var scope = NewDisposeScope();
        using var loss = new GoogLeNetLoss(auxiliaryWeight: weight);
        using var output = new GoogLeNetOutput(tensor([2f, 0f], [1, 2]), tensor([0f, 2f], [1, 2]), tensor([1f, 0f], [1, 2]));

        loss.call(output, tensor([0L])).item<float>().Should().BeApproximately((float)expected, 1e-5f);
    }

    [Fact]
    internal void Call_LabelSmoothing_SpreadsTheTarget()
    {
        using var scope = NewDisposeScope();
        using var loss = new GoogLeNetLoss(auxiliaryWeight: 0, labelSmoothing: 0.2);
        using var output = new GoogLeNetOutput(tensor([1f, 0f], [1, 2]), tensor([0f, 0f], [1, 2]), tensor([0f, 0f], [1, 2]));

        // 0.8 on the class plus 0.2 spread over both.
        loss.call(output, tensor([0L])).item<float>().Should().BeApproximately((float)((0.9 * RightBy1) + (0.1 * WrongBy1)), 1e-5f);
    }

    [Fact]
    internal void Constructor_NumberOutsideItsRange_Throws()
    {
        Make(() => new(auxiliaryWeight: -0.1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("auxiliaryWeight: must be 0 or more. (Parameter 'auxiliaryWeight')*");
        Make(() => new(labelSmoothing: 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("labelSmoothing: must be in [0, 1). (Parameter 'labelSmoothing')*");

        static Action Make(Func<GoogLeNetLoss> make) => () => make();
    }

    [Fact]
    internal void Call_WrongTargets_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var loss = new GoogLeNetLoss();
        using var output = new GoogLeNetOutput(zeros(2, 5), zeros(2, 5), zeros(2, 5));

        loss.Invoking(l => l.call(output, tensor([0L]))).Should().Throw<ArgumentException>().WithMessage(
            "targets: expected 2 class indices of type Int64, got Int64 of shape [1], for logits of shape [2, 5]. (Parameter 'targets')");
        loss.Invoking(l => l.call(output, tensor([0, 1]))).Should().Throw<ArgumentException>().WithMessage(
            "targets: expected 2 class indices of type Int64, got Int32 of shape [2], for logits of shape [2, 5]. (Parameter 'targets')");
        loss.Invoking(l => l.call(output, tensor([0L, 5L]))).Should().Throw<ArgumentException>().WithMessage(
            "targets: expected class indices from 0 to 4, got 5. (Parameter 'targets')");
        using var single = new GoogLeNetOutput(zeros(5), zeros(5), zeros(5));
        loss.Invoking(l => l.call(single, tensor(0L))).Should().Throw<ArgumentException>().WithMessage(
            "output: expected logits of a batch, N x classes, got shape [5]. (Parameter 'output')");
        loss.Invoking(l => l.call(output, null!)).Should().Throw<ArgumentNullException>().WithParameterName("targets");
        loss.Invoking(l => l.call(null!, tensor([0L]))).Should().Throw<ArgumentNullException>().WithParameterName("output");
    }
}
