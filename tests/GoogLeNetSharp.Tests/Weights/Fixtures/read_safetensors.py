"""Reads a safetensors file with nothing but struct, json and PyTorch, and prints its tensors as JSON (or checks a GoogLeNet).

Usage: read_safetensors.py FILE                 prints {name: {dtype, shape, values}}, in the order of the header
       read_safetensors.py --googlenet FILE     loads it strictly into torchvision's googlenet (Debian: python3-torchvision)
                                                and prints what it says

Recorded: read_safetensors.py written_here.safetensors > written_here.python.json
"""
import json, struct, sys
import torch

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32,
         "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool}


def read(path):
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), bytearray(file.read())
    metadata, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = TYPES[entry["dtype"]]
        flat = torch.frombuffer(data, dtype=dtype, offset=begin, count=(end - begin) // torch.tensor([], dtype=dtype).element_size()) \
            if end > begin else torch.empty(0, dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"])
    return metadata, tensors


if sys.argv[1] == "--googlenet":
    import torchvision
    metadata, tensors = read(sys.argv[2])
    model = torchvision.models.googlenet(weights=None, init_weights=False, aux_logits=True, num_classes=tensors["fc.bias"].numel())
    print(metadata.get("googlenetsharp.options"))
    print(model.load_state_dict(tensors, strict=True))
else:
    metadata, tensors = read(sys.argv[1])
    print(json.dumps({name: {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape),
                             "values": [float(v) for v in t.double().flatten()]} for name, t in tensors.items()}, separators=(",", ":")))
