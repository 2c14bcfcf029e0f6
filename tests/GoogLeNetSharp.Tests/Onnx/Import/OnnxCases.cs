namespace GoogLeNetSharp.Tests.Onnx.Import;

/// <summary>Small ONNX files, each about one operator or one way to write something, with the shape of an input.</summary>
internal static class OnnxCases
{
    private static readonly long[] Open = [-1, 6, -2, -3];

    /// <summary>The files by name; what ONNX Runtime makes of them is right.</summary>
    public static IReadOnlyDictionary<string, (Func<OnnxMaker> Make, long[] Input)> All { get; } =
        new Dictionary<string, (Func<OnnxMaker>, long[])>
        {
            ["conv, pads at the end"] = (() => Map().Weight("w", 8, 6, 3, 2).Weight("b", 8)
                .Node("Conv", "x w b", "y", ("pads", new[] { 0, 1, 2, 0 }), ("strides", new[] { 2, 1 })), [2, 6, 9, 8]),
            ["conv, groups and dilation"] =
            (() => Map().Weight("w", 8, 3, 3, 3)
                .Node("Conv", "x w", "y", ("group", 2), ("dilations", new[] { 2, 1 }), ("kernel_shape", new[] { 3, 3 })), [2, 6, 9, 8]),
            ["conv, same upper"] = (() => Fixed().Weight("w", 4, 6, 3, 4)
                .Node("Conv", "x w", "y", ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 3 })), [2, 6, 9, 8]),
            ["conv, same lower"] = (() => Map().Weight("w", 4, 6, 4, 4).Node("Conv", "x w", "y", ("auto_pad", "SAME_LOWER")), [2, 6, 9, 8]),
            ["conv, valid"] = (() => Map().Weight("w", 4, 6, 3, 3).Node("Conv", "x w", "y", ("auto_pad", "VALID")), [2, 6, 9, 8]),
            ["batch norm"] = (() => Map().Weight("s", 6).Weight("b", 6).Weight("m", 6).Reals("v", [1, 2, 3, 0.5f, 2, 1], 6)
                .Node("BatchNormalization", "x s b m v", "y", ("epsilon", 0.01f)), [2, 6, 3, 4]),
            ["batch norm of features"] = (() => Features().Weight("s", 6).Weight("b", 6).Weight("m", 6).Reals("v", [1, 2, 3, 0.5f, 2, 1], 6)
                .Node("BatchNormalization", "x s b m v", "y"), [2, 6]),
            ["relu"] = (() => Map().Node("Relu", "x", "y"), [2, 6, 3, 4]),
            ["leaky relu"] = (() => Map().Node("LeakyRelu", "x", "y", ("alpha", 0.3f)), [2, 6, 3, 4]),
            ["leaky relu, default"] = (() => Map().Node("LeakyRelu", "x", "y"), [2, 6, 3, 4]),
            ["clip, inputs"] = (() => Map().Reals("low", [-0.2f]).Reals("high", [0.3f]).Node("Clip", "x low high", "y"), [2, 6, 3, 4]),
            ["clip, no lower limit"] = (() => Map().Reals("high", [0.3f]).Node("Clip", "x - high", "y"), [2, 6, 3, 4]),
            ["clip, attributes"] = (() => Map(9).Node("Clip", "x", "y", ("min", 0f), ("max", 0.5f)), [2, 6, 3, 4]),
            ["sigmoid"] = (() => Map().Node("Sigmoid", "x", "y"), [2, 6, 3, 4]),
            ["hard sigmoid"] = (() => Map().Node("HardSigmoid", "x", "y", ("alpha", 0.4f), ("beta", 0.3f)), [2, 6, 3, 4]),
            ["hard sigmoid, default"] = (() => Map().Node("HardSigmoid", "x", "y"), [2, 6, 3, 4]),
            ["hard swish"] = (() => Map(14).Node("HardSwish", "x", "y"), [2, 6, 3, 4]),
            ["hard swish, written out"] = (() => Map(12).Reals("three", [3]).Reals("six", [6]).Reals("zero", [0])
                .Node("Add", "x three", "a")
                .Node("Clip", "a zero six", "c").Node("Mul", "x c", "m").Node("Div", "m six", "y"), [2, 6, 3, 4]),
            ["hard sigmoid, written out"] =
            (() => Map(12).Reals("three", [3]).Reals("six", [6]).Reals("zero", [0]).Node("Add", "three x", "a")
                .Node("Clip", "a zero six", "c").Node("Div", "c six", "d").Node("Mul", "d x", "y"), [2, 6, 3, 4]),
            ["silu"] = (() => Map().Node("Sigmoid", "x", "s").Node("Mul", "x s", "y"), [2, 6, 3, 4]),
            ["conv and silu"] = (() => Map().Weight("w", 7, 6, 3, 3).Node("Conv", "x w", "c", ("pads", new[] { 1, 1, 1, 1 }))
                .Node("Sigmoid", "c", "s").Node("Mul", "s c", "y"), [2, 6, 7, 8]),
            ["conv and leaky relu"] = (() => Map().Weight("w", 20, 6, 1, 1).Node("Conv", "x w", "c").Node("LeakyRelu", "c", "y"),
                [2, 6, 7, 8]),
            ["depthwise conv and hard swish"] =
            (() => Map(14).Weight("w", 6, 1, 3, 3).Node("Conv", "x w", "c", ("group", 6)).Node("HardSwish", "c", "y"), [2, 6, 7, 8]),
            ["squeeze and excitation"] = (() => Map().Weight("w", 6, 6, 1, 1).Node("GlobalAveragePool", "x", "p").Node("Conv", "p w", "c")
                .Node("Sigmoid", "c", "s").Node("Mul", "s x", "y"), [2, 6, 7, 8]),
            ["max pool"] = (() => Map().Node("MaxPool", "x", "y", ("kernel_shape", new[] { 3, 2 }), ("strides", new[] { 2, 1 }),
                ("pads", new[] { 1, 0, 0, 1 })), [2, 6, 7, 8]),
            ["max pool, dilation and ceil"] =
            (() => Map().Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }),
                ("dilations", new[] { 2, 1 }), ("ceil_mode", 1)), [2, 6, 9, 9]),
            ["max pool, same"] = (() => Fixed()
                .Node("MaxPool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")),
                    [2, 6, 9, 8]),
            ["average pool, padding not counted"] =
            (() => Map().Node("AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 0, 0 })), [2, 6, 7, 8]),
            ["average pool, padding counted"] =
            (() => Map().Node("AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }),
                ("count_include_pad", 1)), [2, 6, 7, 8]),
            ["global average pool"] = (() => Map().Node("GlobalAveragePool", "x", "y"), [2, 6, 7, 8]),
            ["global max pool"] = (() => Map().Node("GlobalMaxPool", "x", "y"), [2, 6, 7, 8]),
            ["mean over space, dropped"] =
                (() => Map().Node("ReduceMean", "x", "y", ("axes", new[] { -1, 2 }), ("keepdims", 0)), [2, 6, 7, 8]),
            ["mean over space, axes given"] = (() => Map(18).Wholes("axes", 2, 3).Node("ReduceMean", "x axes", "y"), [2, 6, 7, 8]),
            ["lrn"] = (() => Map().Node("LRN", "x", "y", ("size", 3), ("alpha", 0.5f), ("beta", 0.6f), ("bias", 2f)), [2, 6, 3, 4]),
            ["add, channels"] = (() => Map().Weight("b", 6, 1, 1).Node("Add", "b x", "y"), [2, 6, 3, 4]),
            ["sub, one number"] = (() => Map().Reals("b", [0.3f], 1).Node("Sub", "b x", "y"), [2, 6, 3, 4]),
            ["sub, channels"] = (() => Map().Weight("b", 1, 6, 1, 1).Node("Sub", "x b", "y"), [2, 6, 3, 4]),
            ["mul and div"] = (() => Map().Weight("b", 6, 1, 1).Reals("c", [0.3f]).Node("Mul", "x b", "m").Node("Div", "m c", "y"),
            [2, 6, 3, 4]),
            ["add of two"] = (() => Map().Weight("w", 6, 6, 1, 1).Node("Conv", "x w", "c").Node("Add", "c x", "a").Node("Relu", "a", "y"),
            [2, 6, 3, 4]),
            ["mul of two"] = (() => Map().Weight("w", 6, 6, 1, 1).Node("Conv", "x w", "c").Node("Mul", "c x", "y"), [2, 6, 3, 4]),
            ["concat"] = (() => Map().Weight("w", 5, 6, 1, 1).Node("Conv", "x w", "c").Node("Concat", "x c x", "y", ("axis", 1)),
                [2, 6, 3, 4]),
            ["concat, negative axis"] = (() => Map().Node("Relu", "x", "r").Node("Concat", "x r", "y", ("axis", -3)), [2, 6, 3, 4]),
            ["gemm"] = (() => Features().Weight("w", 6, 5).Weight("b", 5)
                .Node("Gemm", "x w b", "y", ("alpha", 0.5f), ("beta", 2f)), [3, 6]),
            ["gemm, transposed, one bias"] =
            (() => Features().Weight("w", 5, 6).Reals("b", [0.7f], 1).Node("Gemm", "x w b", "y", ("transB", 1)), [3, 6]),
            ["matmul and add"] = (() => Features().Weight("w", 6, 5).Weight("b", 5).Node("MatMul", "x w", "m")
                .Node("Add", "m b", "y"), [3, 6]),
            ["matmul of a transposed weight"] =
            (() => Features().Weight("w", 5, 6).Node("Transpose", "w", "t").Node("MatMul", "x t", "m").Node("Relu", "m", "y"), [3, 6]),
            ["flatten"] = (() => Map().Node("Flatten", "x", "y"), [2, 6, 3, 4]),
            ["reshape to features"] = (() => Map().Wholes("s", 0, -1).Node("Reshape", "x s", "y"), [2, 6, 3, 4]),
            ["reshape by the size of the batch"] =
            (() => Map(13).Wholes("zero", 0).Wholes("all", -1).Wholes("axis", 0).Node("Shape", "x", "s").Node("Gather", "s zero", "n")
                .Node("Concat", "n all", "t", ("axis", 0)).Node("Reshape", "x t", "y"), [2, 6, 3, 4]),
            ["reshape by a product of sizes"] =
            (() => Fixed(13).Wholes("from", 1).Wholes("to", 4).Wholes("zero", 0).Node("Shape", "x", "s").Node("Slice", "s from to", "r")
                .Node("ReduceProd", "r", "p", ("keepdims", 1))
            .Node("Slice", "s zero from", "n").Node("Concat", "n p", "t", ("axis", 0)).Node("Cast", "t", "u", ("to", 7))
            .Node("Reshape", "x u", "y"), [2, 6, 9, 8]),
            ["squeeze"] = (() => Map(13).Wholes("axes", 2, 3).Node("GlobalAveragePool", "x", "p").Node("Squeeze", "p axes", "y"),
                [2, 6, 3, 4]),
            ["unsqueeze"] = (() => Features(12).Weight("w", 5, 6, 1, 1).Node("Unsqueeze", "x", "u", ("axes", new[] { 2, 3 }))
                .Node("Conv", "u w", "y"), [3, 6]),
            ["channels last, normalised first"] =
            (() => new OnnxMaker(13, -1, -2, -3, 3).Weight("m", 3).Weight("w", 4, 3, 3, 3)
                .Node("Transpose", "x", "t", ("perm", new[] { 0, 3, 1, 2 })).Node("Conv", "t w", "y"), [2, 7, 8, 3]),
            ["channels last within"] = (() => Map().Node("Transpose", "x", "t", ("perm", new[] { 0, 2, 3, 1 })).Weight("b", 6)
                .Node("Mul", "t b", "m").Node("Transpose", "m", "y", ("perm", new[] { 0, 3, 1, 2 })), [2, 6, 3, 4]),
            ["pad and conv"] = (() => Map().Wholes("p", 0, 0, 1, 2, 0, 0, 0, 3).Weight("w", 4, 6, 3, 3).Node("Pad", "x p", "q")
                .Node("Conv", "q w", "y"), [2, 6, 5, 4]),
            ["pad with a number"] = (() => Map().Wholes("p", 0, 0, 1, 2, 0, 0, 0, 3).Reals("v", [0.5f]).Node("Pad", "x p v", "y"),
            [2, 6, 5, 4]),
            ["pad, attributes"] = (() => Map(9).Node("Pad", "x", "y", ("pads", new[] { 0, 0, 1, 0, 0, 0, 0, 1 }), ("value", -2f)),
            [2, 6, 5, 4]),
            ["softmax of features"] = (() => Features().Node("Softmax", "x", "y"), [3, 6]),
            ["softmax of channels"] = (() => Map(13).Node("Softmax", "x", "y", ("axis", 1)), [2, 6, 3, 4]),
            ["dropout and identity"] = (() => Map().Node("Dropout", "x", "d").Node("Identity", "d", "i").Node("Relu", "i", "y"),
                [2, 6, 3, 4]),
            ["constant node"] = (() => Map().Node("Constant", "", "c", ("value", OnnxMaker.Tensor([0.25f], []))).Node("Mul", "x c", "y"),
            [2, 6, 3, 4]),
            ["split"] = (() => Map().Wholes("l", 2, 4).Node("Split", "x l", "a b", ("axis", 1)).Node("Relu", "a", "r")
                .Node("Concat", "b r", "y", ("axis", 1)), [2, 6, 3, 4]),
            ["split, equal parts"] = (() => Map(11).Node("Split", "x", "a b c", ("axis", 1)).Node("Concat", "c a b", "y", ("axis", 1)),
            [2, 6, 3, 4]),
            ["slice of channels"] = (() => Map().Wholes("s", 1).Wholes("e", -1).Wholes("a", 1).Node("Slice", "x s e a", "c")
                .Node("Relu", "c", "y"), [2, 6, 3, 4]),
            ["shuffle"] = (() => Fixed().Wholes("g", -1, 3, 2, 9, 8).Wholes("f", -1, 6, 9, 8).Node("Reshape", "x g", "a")
                .Node("Transpose", "a", "t", ("perm", new[] { 0, 2, 1, 3, 4 })).Node("Reshape", "t f", "y"), [2, 6, 9, 8]),
            ["channels gathered one by one"] =
            (() => Map().Reals("two", [2]).Node("Constant", "", "i", ("value", Index(4))).Node("Gather", "x i", "g", ("axis", 1))
                .Wholes("one", 1).Node("Unsqueeze", "g one", "u").Node("Mul", "u two", "m").Node("Concat", "m x", "y", ("axis", 1)),
                    [2, 6, 3, 4]),
        };

    private static OnnxMaker Map(int opset = 13) => new OnnxMaker(opset, Open).Output("y");

    private static OnnxMaker Fixed(int opset = 13) => new OnnxMaker(opset, -1, 6, 9, 8).Output("y");

    private static OnnxMaker Features(int opset = 13) => new OnnxMaker(opset, -1, 6).Output("y");

    private static GoogLeNetSharp.Onnx.Protocol.TensorProto Index(long value) =>
        new() { DataType = (int)GoogLeNetSharp.Onnx.Protocol.TensorProto.Types.DataType.Int64, Int64Data = { value } };
}
