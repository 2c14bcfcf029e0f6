using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>
/// Layers with settings at and past their edges: what libtorch refuses is refused by Compile and Export, and what it computes in float64 is
/// what they compute.
/// </summary>
public sealed class LayerSettingsTests
{
    private const long Channels = 4, Height = 5, Width = 6;

    // Drawn from: mostly what is allowed.
    private static readonly long[] Sides = [-1, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 5, 6, 7];
    private static readonly long[] Steps = [-1, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 9];
    private static readonly long[] Paddings = [-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3];

    [Theory]
    [InlineData("max")]
    [InlineData("average")]
    [InlineData("conv")]
    internal void CompileAndExport_WindowsAtTheirEdges_DoWhatLibtorchDoes(string layer)
    {
        var draw = new Random(7);
        var (computed, refused) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            var (kernel, stride, padding, dilation) = (Pair(Sides), Pair(Steps), Pair(Paddings), draw.Next(2) == 0 ? (1, 1) : Pair(Steps));
            var (ceil, count, groups) = (draw.Next(2) == 0, draw.Next(2) == 0, draw.NextInt64(1, 5));
            if (layer == "conv" && (kernel.Item1 < 1 || kernel.Item2 < 1)) continue;      // no such module can be made
            Func<nn.Module<Tensor, Tensor>> make = layer switch
            {
                "max" => () => nn.MaxPool2d(kernel, stride, padding, dilation, ceil),
                "average" => () => nn.AvgPool2d(kernel, stride, padding, ceil, count),
                _ => () => nn.Conv2d(Channels, 2 * Channels, kernel, stride, padding, dilation, groups: groups),
            };
            var what = $"{kernel}, stride {stride}, padding {padding}, dilation {dilation}, ceil {ceil}, count {count}, groups {groups}";
            if (Compare(make, what)) computed++;
            else refused++;
        }

        computed.Should().BeGreaterThan(30);
        refused.Should().BeGreaterThan(30);

        (long, long) Pair(long[] values) => (values[draw.Next(values.Length)], values[draw.Next(values.Length)]);
    }

    [Fact]
    internal void CompileAndExport_OtherSettingsAtTheirEdges_DoWhatLibtorchDoes()
    {
        foreach (var (height, width) in new (long, long)[] { (-1, 1), (1, 1), (1, 3), (5, 6), (7, 9) })
            Compare(() => nn.AdaptiveAvgPool2d((height, width)), $"adaptive {height} x {width}").Should().Be(height > 0);
        foreach (var size in new long[] { -1, 0, 1, 2, 3, 4, 9, 40 })
            Compare(() => nn.LocalResponseNorm(size, alpha: 0.5), $"response {size}").Should().Be(size > 0);
        foreach (var eps in new[] { 0, 1e-50, 1e-5, 1, 1e30 })
            Compare(() => nn.BatchNorm2d(Channels, eps: eps), $"norm eps {eps}").Should().BeTrue();
        foreach (var p in new[] { -0.5, 0, 0.5, 1, 1.5 }) Compare(() => nn.Dropout(p), $"dropout {p}").Should().Be(p is >= 0 and <= 1);
        foreach (var far in new long[] { int.MaxValue, (1L << 31) + 1 })
            Compare(() => nn.MaxPool2d(2, stride: far), $"max stride {far}").Should().Be(far == int.MaxValue);
    }

    // Whether the layer computes; that all four ways agree is asserted.
    private static bool Compare(Func<nn.Module<Tensor, Tensor>> make, string what)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var layer = make();
        FormulaWeights.Fill(layer);
        layer.eval();
        var image = FormulaWeights.Image(2, Channels, Height, Width);
        var compiled = Run(() =>
        {
            using var model = layer.Compile();
            return model.Predict(image);
        });
        var narrow = Run(() =>
        {
            using var model = layer.Compile(new InferenceOptions { VectorBits = 128 });
            return model.Predict(image);
        });
        var exported = Run(() =>
        {
            var options = new OnnxExportOptions { Channels = Channels, Height = Height, Width = Width, Verify = true };
            using var file = new OnnxRun(Exported.Bytes(layer, options));
            return file.Run(image);
        });
        layer.to(float64);
        var expected = Eager(layer, image.to(float64));

        (compiled is null, narrow is null, exported is null).Should().Be((expected is null, expected is null, expected is null), what);
        if (expected is null) return false;
        foreach (var actual in new[] { compiled!, narrow!, exported! })
        {
            actual.shape.Should().Equal(expected.shape, what);
            // A window on padding alone has no maximum: minus infinity, for which ONNX Runtime has the lowest float32.
            var difference = actual.to(float64).clamp(min: float.MinValue) - expected.clamp(min: float.MinValue);
            difference.abs().max().item<double>().Should().BeLessThan(1e-5, what);
        }

        return true;
    }

    // What this library refuses, it refuses with one of two exceptions; any other one fails the test.
    private static Tensor? Run(Func<Tensor> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static Tensor? Eager(nn.Module<Tensor, Tensor> layer, Tensor image)
    {
        try
        {
            return layer.call(image);
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return null;
        }
    }
}
