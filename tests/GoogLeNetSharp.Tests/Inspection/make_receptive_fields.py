"""Receptive fields of the stages of torchvision's networks, measured: which pixels of a large image the gradient of one pixel
of a stage reaches.

Weights are positive, max pools are average pools with the same windows, and there are no ReLUs, so that no path cancels another. Two
neighbouring pixels give the stride; the offset is where the field of the first pixel begins. Needs PyTorch >= 1.13 and torchvision.

Usage: make_receptive_fields.py receptive_fields.json
"""
import json, sys
import torch, torchvision
from torch import nn

STAGES = {
    "vgg16": [f"features.{i}" for i in (0, 4, 9, 16, 23, 28, 30)],
    "resnet18": ["conv1", "maxpool", "layer1", "layer2", "layer3", "layer4"],
    "resnet50": ["conv1", "maxpool", "layer1", "layer2", "layer3", "layer4"],
    "googlenet": ["conv1", "conv3", "inception3a", "inception3b", "maxpool3", "inception4a", "inception4e", "inception5a", "inception5b"],
}


def linear(module):
    for name, child in module.named_children():
        if isinstance(child, nn.MaxPool2d):
            module.add_module(name, nn.AvgPool2d(child.kernel_size, child.stride, child.padding, child.ceil_mode))
        elif isinstance(child, (nn.ReLU, nn.BatchNorm2d)):
            module.add_module(name, nn.Identity())
        else:
            linear(child)
    if isinstance(module, nn.Conv2d):
        nn.init.constant_(module.weight, 1 / module.weight[0].numel())
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def extent(gradient):
    rows = gradient.abs().sum((0, 1, 3)).nonzero().flatten()
    return rows[0].item(), rows[-1].item() + 1


fields = {}
nn.functional.relu = lambda x, inplace=False: x
for name, stages in STAGES.items():
    options = dict(aux_logits=False, init_weights=False) if name == "googlenet" else {}
    model = getattr(torchvision.models, name)(weights=None, **options).eval().double()
    linear(model)
    kept = {}
    for stage in stages:
        model.get_submodule(stage).register_forward_hook(lambda m, given, output, stage=stage: kept.__setitem__(stage, output))
    image = torch.ones(1, 3, 1024, 64, dtype=torch.float64, requires_grad=True)
    model(image)
    fields[name] = {}
    for stage in stages:
        output = kept[stage]
        i = output.shape[2] // 2
        starts, ends = zip(*(extent(torch.autograd.grad(output[0, :, i + k].sum(), image, retain_graph=True)[0]) for k in (0, 1)))
        assert starts[0] > 0 and ends[1] < 1024
        stride = starts[1] - starts[0]
        fields[name][stage] = [ends[0] - starts[0], stride, starts[0] - i * stride]
        print(name, stage, fields[name][stage])
json.dump(dict(torch=torch.__version__, fields=fields), open(sys.argv[1], "w"), separators=(",", ":"))
