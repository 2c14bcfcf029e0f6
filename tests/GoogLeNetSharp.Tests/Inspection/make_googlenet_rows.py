"""Writes googlenet_rows.json: what torchvision's googlenet is made of, module by module, and the shapes PyTorch gives them.

Run with torch 1.13 and torchvision 0.14: python3 make_googlenet_rows.py > googlenet_rows.json
"""
import json

import torch
import torchvision

SHAPE = [1, 3, 112, 112]

model = torchvision.models.googlenet(weights=None, init_weights=False, aux_logits=True).eval()
shapes = {}


def watch(path, module):
    def note(module, inputs, output):
        shapes.setdefault(path, (list(inputs[0].shape), list(output.shape)))

    module.register_forward_hook(note)


for path, module in model.named_modules():
    watch(path, module)
with torch.no_grad():
    model(torch.zeros(SHAPE))

rows = []
for path, module in model.named_modules():
    own = sum(parameter.numel() for parameter in module.parameters(recurse=False))
    before, after = shapes.get(path, (None, None))
    rows.append({"path": path, "type": type(module).__name__, "input": before, "output": after, "parameters": own})

text = ",\n".join("    " + json.dumps(row) for row in rows)
print('{\n  "shape": %s,\n  "rows": [\n%s\n  ]\n}' % (json.dumps(SHAPE), text))
