using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Onnx.Protocol;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>A module's export in memory, compared with the module itself.</summary>
internal static class Exported
{
    public static byte[] Bytes(nn.Module<Tensor, Tensor> module, OnnxExportOptions? options = null)
    {
        using var stream = new MemoryStream();
        module.ExportOnnx(stream, options ?? new OnnxExportOptions());
        return stream.ToArray();
    }

    public static ModelProto Proto(nn.Module<Tensor, Tensor> module, OnnxExportOptions? options = null) =>
        ModelProto.Parser.ParseFrom(Bytes(module, options));

    /// <summary>The shapes declared in a file, inputs and outputs among them: numbers, names, or a question mark.</summary>
    public static Dictionary<string, string> Shapes(ModelProto file) =>
        file.Graph.Input.Concat(file.Graph.ValueInfo).Concat(file.Graph.Output).ToDictionary(
            value => value.Name,
            value => string.Join(" x ", value.Type.TensorType.Shape.Dim.Select(side => side.HasDimValue
                ? $"{side.DimValue}"
                : side.HasDimParam ? side.DimParam : "?")));

    /// <summary>Fills the module by formula, exports it, and compares it, in ONNX Runtime and loaded again, on images of each of the given
    /// shapes.</summary>
    public static void ShouldAgree(nn.Module<Tensor, Tensor> module, OnnxExportOptions options, params long[][] inputs)
    {
        FormulaWeights.Fill(module);
        module.eval();
        var file = Bytes(module, options with { Verify = true });
        using var run = new OnnxRun(file);
        run.Warnings.Should().BeEmpty();
        using var back = InferenceModel.Load(new MemoryStream(file));
        foreach (var shape in inputs)
        {
            using var noGrad = no_grad();
            using var input = FormulaWeights.Image(shape);
            using var expected = module.call(input);
            using var actual = run.Run(input);
            ShouldBeClose(actual, expected);
            using var loaded = back.Predict(input);
            ShouldBeClose(loaded, expected);
        }
    }

    /// <summary>Equal shapes, and no value further apart than a fraction of the largest magnitude.</summary>
    public static void ShouldBeClose(Tensor actual, Tensor expected, double tolerance = 1e-4)
    {
        actual.shape.Should().Equal(expected.shape);
        using var signed = actual - expected;
        using var difference = signed.abs();
        using var magnitude = expected.abs();
        using var furthest = difference.max();
        using var largest = magnitude.max();
        largest.item<float>().Should().BeGreaterThan(0);
        furthest.item<float>().Should().BeLessThanOrEqualTo((float)(tolerance * largest.item<float>()));
    }
}
