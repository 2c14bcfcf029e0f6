using GoogLeNetSharp.Graphs;
using static GoogLeNetSharp.Onnx.OnnxGraphBuilder;

namespace GoogLeNetSharp.Onnx;

/// <summary>Writes the nodes of an <see cref="InferenceGraph"/> as ONNX nodes.</summary>
internal sealed class NodeTranslation(OnnxGraphBuilder onnx, OnnxShapes shapes)
{
    private readonly PoolTranslation _pools = new(onnx, shapes);

    /// <summary>Writes one node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="output">Name of the output.</param>
    /// <exception cref="NotSupportedException">ONNX cannot express the node for variable image sizes.</exception>
    public void Write(GraphNode node, string[] inputs, string output)
    {
        switch (node)
        {
            case ConvNode conv: WriteConv(conv, inputs[0], output); break;
            case BatchNormNode norm: WriteBatchNorm(norm, inputs[0], output); break;
            case ScaleNode scale: WriteScale(scale, inputs[0], output); break;
            case MaxPoolNode pool: _pools.WriteMax(pool, inputs[0], output); break;
            case AvgPoolNode pool: _pools.WriteAverage(pool, inputs[0], output); break;
            case AdaptiveAvgPoolNode pool: _pools.WriteAdaptive(pool, inputs[0], output); break;
            case LocalResponseNormNode norm: WriteLocalResponseNorm(norm, inputs[0], output); break;
            case LinearNode linear: WriteLinear(linear, inputs[0], output); break;
            case ReluNode: onnx.Node("Relu", output, inputs); break;
            case AddNode: onnx.Node("Add", output, inputs); break;
            case MulNode mul: onnx.Node("Mul", output, [inputs[0], onnx.Constant($"{output}.factor", [(float)mul.Factor])]); break;
            case ConcatNode: onnx.Node("Concat", output, inputs, Attribute("axis", 1)); break;
            case FlattenNode: onnx.Node("Flatten", output, inputs, Attribute("axis", 1)); break;
            default: throw new NotSupportedException($"module: {node.Name}, {node}, cannot be expressed in ONNX.");
        }
    }

    private void WriteConv(ConvNode conv, string input, string output)
    {
        List<string> inputs = [input, onnx.Weight($"{conv.Name}.weight", conv.Weight)];
        if (conv.Bias is not null) inputs.Add(onnx.Weight($"{conv.Name}.bias", conv.Bias));
        var window = conv.Window;
        onnx.Node("Conv", output, inputs,
            Attribute("kernel_shape", window.KernelSize.Height, window.KernelSize.Width),
            Attribute("strides", window.Stride.Height, window.Stride.Width),
            Attribute("pads", window.Padding.Height, window.Padding.Width, window.End.Height, window.End.Width),
            Attribute("dilations", window.Dilation.Height, window.Dilation.Width),
            Attribute("group", conv.Groups));
    }

    private void WriteBatchNorm(BatchNormNode norm, string input, string output) => onnx.Node("BatchNormalization", output,
        [
            input,
            onnx.Weight($"{norm.Name}.weight", norm.Weight),
            onnx.Weight($"{norm.Name}.bias", norm.Bias),
            onnx.Weight($"{norm.Name}.running_mean", norm.Mean),
            onnx.Weight($"{norm.Name}.running_var", norm.Variance),
        ],
        Attribute("epsilon", norm.Eps));

    private void WriteScale(ScaleNode scale, string input, string output)
    {
        long[] perChannel = [1, scale.Scale.Count, 1, 1];
        var scaled = Step("Mul", scale, output, "scaled", [input, onnx.Weight($"{scale.Name}.scale", scale.Scale, perChannel)]);
        onnx.Node("Add", output, [scaled, onnx.Weight($"{scale.Name}.shift", scale.Shift, perChannel)]);
    }

    private void WriteLinear(LinearNode linear, string input, string output)
    {
        List<string> inputs = [input, onnx.Weight($"{linear.Name}.weight", linear.Weight)];
        if (linear.Bias is not null) inputs.Add(onnx.Weight($"{linear.Name}.bias", linear.Bias));
        onnx.Node("Gemm", output, inputs, Attribute("transB", 1));
    }

    // For odd sizes, ONNX's LRN equals PyTorch's (alpha times the mean of squares). For even sizes, the extra channel is on the other side,
    // and ONNX Runtime supports only odd sizes, so basic operators are used.
    private void WriteLocalResponseNorm(LocalResponseNormNode norm, string input, string output)
    {
        if (norm.Size % 2 == 1)
        {
            onnx.Node("LRN", output, [input],
                Attribute("size", norm.Size), Attribute("alpha", norm.Alpha), Attribute("beta", norm.Beta), Attribute("bias", norm.K));
            return;
        }

        var map = shapes[norm.Id];
        Dimension[] stacked = [map[0], 1, .. map[1..]];
        var axis = onnx.Constant($"{output}.axis", 1);
        var square = Step("Mul", norm, output, "square", [input, input]);
        var apart = Step("Unsqueeze", stacked, output, "apart", [square, axis]);
        var mean = Step("AveragePool", stacked, output, "mean", [apart],
            Attribute("kernel_shape", norm.Size, 1, 1),
            Attribute("strides", 1, 1, 1),
            Attribute("pads", norm.Size / 2, 0, 0, (norm.Size - 1) / 2, 0, 0),
            Attribute("count_include_pad", 1));
        var joined = Step("Squeeze", norm, output, "joined", [mean, axis]);
        var weighted = Step("Mul", norm, output, "weighted", [joined, onnx.Constant($"{output}.alpha", [(float)norm.Alpha])]);
        var shifted = Step("Add", norm, output, "shifted", [weighted, onnx.Constant($"{output}.k", [(float)norm.K])]);
        var divisor = Step("Pow", norm, output, "divisor", [shifted, onnx.Constant($"{output}.beta", [(float)norm.Beta])]);
        onnx.Node("Div", output, [input, divisor]);
    }

    private string Step(string operation, GraphNode sameShape, string output, string step, string[] inputs) =>
        Step(operation, shapes[sameShape.Id], output, step, inputs);

    private string Step(string operation, Dimension[] shape, string output, string step, string[] inputs,
        params Protocol.AttributeProto[] attributes) =>
        onnx.Step(operation, output, step, shape, inputs, attributes);
}
