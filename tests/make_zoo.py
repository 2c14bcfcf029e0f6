"""Exports torchvision's networks as ONNX files, for `benchmarks -- zoo FOLDER` and docs/onnx.md.

    python3 tests/make_zoo.py FOLDER [NAME...]

Weights are random, with a fixed seed. The statistics of batch norm are those of a batch of images, then varied, so that every
layer passes numbers of a sensible size on and no batch norm is the identity. The batch axis is open, the image size fixed.

Made with Debian's python3-torch 1.13 and python3-torchvision 0.14, operator set 17.
"""
import os
import sys

import torch
import torchvision
from torch import nn

NAMES = [
    "alexnet", "vgg11_bn", "vgg16", "resnet18", "resnet50", "squeezenet1_1", "densenet121", "googlenet", "inception_v3",
    "mobilenet_v2", "mobilenet_v3_large", "shufflenet_v2_x1_0", "mnasnet1_0", "regnet_y_400mf", "resnext50_32x4d", "efficientnet_b0",
]


def side(name):
    return 299 if name == "inception_v3" else 224


def network(name):
    torch.manual_seed(1)
    more = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    net = getattr(torchvision.models, name)(weights=None, **more)
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    with torch.no_grad():
        for norm in norms:
            norm.weight.uniform_(0.5, 1.5)
            norm.bias.uniform_(-0.3, 0.3)
            norm.momentum = 1.0
            norm.train()
        for module in net.modules():
            if not isinstance(module, nn.BatchNorm2d):
                module.training = False
        if norms:
            net(torch.rand(2, 3, side(name), side(name)) * 2 - 1)
        for norm in norms:
            norm.running_mean += 0.1 * torch.randn_like(norm.running_mean) * norm.running_var.sqrt()
            norm.running_var *= torch.empty_like(norm.running_var).uniform_(0.7, 1.4)
    return net.eval()


def main(folder, names):
    os.makedirs(folder, exist_ok=True)
    for name in names or NAMES:
        torch.onnx.export(
            network(name), torch.rand(2, 3, side(name), side(name)) * 2 - 1, os.path.join(folder, name + ".onnx"), opset_version=17,
            input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
