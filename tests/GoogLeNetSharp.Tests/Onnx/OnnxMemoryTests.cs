using System.Diagnostics;
using GoogLeNetSharp.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

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

    [Fact]
    internal void Export_Verified_AllocatesTheGraphsWeightsAndLittleElse()
    {
        const long weightBytes = 64_000_000;
        using var linear = nn.Linear(4000, weightBytes / 4 / 4000);
        using var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 4096, FileOptions.DeleteOnClose);
        linear.ExportOnnx(file, new() { Verify = true });
        file.Position = 0;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var tensors = Tensor.TotalCount;

        linear.ExportOnnx(file, new() { Verify = true });

        file.Length.Should().BeGreaterThan(weightBytes);
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should()
            .BeLessThan(weightBytes + 4_000_000, "neither the file nor what is read back is held in memory");
        Tensor.TotalCount.Should().Be(tensors);
    }

    [Fact]
    internal void Export_BeyondOneFile_IsRefusedBeforeAnythingIsCopied()
    {
        using var layers = nn.Sequential(("first", nn.Linear(4, 4)), ("second", nn.Linear(4, 4)));
        Enlarge((Linear)layers[0], 1);
        Enlarge((Linear)layers[1], 2);
        using var single = nn.Linear(4, 4);
        Enlarge(single, 1, rows: 40_000);
        using var process = Process.GetCurrentProcess();
        var before = process.PeakWorkingSet64;

        Message(layers).Should().Be(
            "module: weights of 3200000000 bytes: an ONNX file holds at most 2130706431 beside the graph. "
            + "OnnxWeightType.Float16 halves kernels and matrices.");
        Message(single).Should().StartWith("module: Linear.weight of 3200000000 bytes: ");

        process.Refresh();
        (process.PeakWorkingSet64 - before).Should().BeLessThan(200_000_000);

        static string Message(nn.Module<Tensor, Tensor> module) =>
            FluentActions.Invoking(() => Exported.Bytes(module)).Should().Throw<NotSupportedException>().Which.Message;

        // One number, seen as many.
        static void Enlarge(Linear linear, float value, long rows = 20_000)
        {
            using var one = full([1, 1], value);
            linear.weight = new Parameter(one.expand(rows, 20_000), requires_grad: false);
            linear.bias = null;
        }
    }
}
