using GoogLeNetSharp.Onnx;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>An export leaves no tensor behind, whether it succeeds or not.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class OnnxMemoryTests
{
    [Fact]
    internal void Export_SuccessAndFailure_LeaveNoTensor()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        using var head = new AuxiliaryClassifier(16, 5, AuxiliaryClassifierForm.TorchVision);
        Exported.Bytes(model);

        LiveTensors.LeftBy(() =>
        {
            Exported.Bytes(model, new() { Weights = OnnxWeightType.Float16, Verify = true });
            Exported.Bytes(model, new() { FoldBatchNorm = false });
            FluentActions.Invoking(() => Exported.Bytes(head)).Should().Throw<NotSupportedException>();
            FluentActions.Invoking(() => Exported.Bytes(model, new() { Labels = ["cat"] })).Should().Throw<ArgumentException>();
        }).Should().Be(0);
    }
}
