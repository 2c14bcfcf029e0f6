"""Puts exports through ONNX's checker and shape inference and prints the result as JSON: that is checked.json.

    exports=$(mktemp -d)
    GOOGLENETSHARP_ONNX_FOLDER=$exports dotnet test tests/GoogLeNetSharp.Tests --filter FullyQualifiedName~CheckedExports
    python3 tests/GoogLeNetSharp.Tests/Onnx/check_onnx.py $exports > tests/GoogLeNetSharp.Tests/Onnx/checked.json

Needs Debian's python3-onnx (1.12, which knows operator sets up to 17). Shapes are inferred from the inputs and the weights alone:
those that the file declares are taken out first.
"""

import json
import pathlib
import sys

import onnx


def text(value):
    def side(dim):
        if dim.HasField("dim_value"):
            return str(dim.dim_value)
        return dim.dim_param if dim.dim_param and not dim.dim_param.startswith("unk__") else "?"

    return " x ".join(side(dim) for dim in value.type.tensor_type.shape.dim)


def check(path):
    onnx.checker.check_model(str(path), full_check=True)
    model = onnx.load(str(path))
    del model.graph.value_info[:]
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    graph = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True).graph
    shapes = {value.name: text(value) for value in [*graph.value_info, *graph.output]}
    return {
        "checker": "valid",
        "opset": model.opset_import[0].version,
        "shapes": {node.output[0]: shapes[node.output[0]] for node in graph.node},
    }


paths = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
print(json.dumps({"onnx": onnx.__version__, "files": {path.stem: check(path) for path in paths}}, indent=1))
