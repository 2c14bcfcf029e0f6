"""Reference outputs of convolution blocks and residual blocks, computed with PyTorch + torchvision.

Weights and images come from the formula of make_reference.py beside this file; a one-dimensional tensor whose name ends in "weight"
is filled from [0.5, 1.5).

Usage: make_blocks.py blocks.json
"""
import json, sys
import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck
from make_reference import fill


def fill_module(model):
    with torch.no_grad():
        for name, t in model.state_dict().items():
            if name.endswith("num_batches_tracked"):
                t.zero_()
            elif name.endswith("running_var") or (t.dim() == 1 and name.endswith("weight")):
                t.copy_(fill(name, t.shape, 0.5, 1.5))
            elif t.dim() == 4:
                b = (6.0 / (t.shape[1] * t.shape[2] * t.shape[3])) ** 0.5
                t.copy_(fill(name, t.shape, -b, b))
            else:
                t.copy_(fill(name, t.shape, -0.1, 0.1))


class Block(nn.Module):
    def __init__(self, i, o, k, norm=None, activation=None, **conv):
        super().__init__()
        self.conv = nn.Conv2d(i, o, k, bias=norm is None, **conv)
        if norm is not None:
            self.bn = nn.BatchNorm2d(o, **norm)
        self.activation = nn.ReLU() if activation is None else activation

    def forward(self, x):
        x = self.conv(x)
        return self.activation(self.bn(x) if hasattr(self, "bn") else x)


def down(i, o, s):
    return nn.Sequential(nn.Conv2d(i, o, 1, s, bias=False), nn.BatchNorm2d(o))


CASES = {
    "dilated": (lambda: Block(4, 6, 3, padding=2, dilation=2), (2, 4, 9, 8)),
    "grouped": (lambda: Block(4, 6, 3, padding=1, groups=2), (2, 4, 7, 6)),
    "depthwise_stride": (lambda: Block(4, 4, 3, stride=2, padding=1, groups=4, norm=dict(eps=1e-3)), (1, 4, 9, 9)),
    "rectangular": (lambda: Block(3, 5, (1, 7), stride=(2, 1), padding=(0, 3)), (1, 3, 9, 11)),
    "same": (lambda: Block(3, 5, (3, 5), padding="same", dilation=(2, 1)), (1, 3, 8, 9)),
    "same_even": (lambda: Block(3, 5, (4, 2), padding="same"), (2, 3, 8, 9)),
    "no_activation": (lambda: Block(3, 5, 3, activation=nn.Identity()), (1, 3, 6, 6)),
    "silu": (lambda: Block(3, 5, 3, activation=nn.SiLU(), norm=dict(eps=1e-5)), (1, 3, 6, 6)),
    "prelu": (lambda: Block(3, 5, 3, activation=nn.PReLU(5)), (1, 3, 6, 6)),
    "momentum_train": (lambda: Block(3, 5, 3, norm=dict(eps=0.01, momentum=0.3)).train(), (2, 3, 6, 6)),
    "residual_basic": (lambda: BasicBlock(8, 8), (2, 8, 7, 9)),
    "residual_basic_down": (lambda: BasicBlock(8, 12, 2, down(8, 12, 2)), (2, 8, 7, 9)),
    "residual_bottleneck": (lambda: Bottleneck(16, 4), (1, 16, 6, 5)),
    "residual_bottleneck_down": (lambda: Bottleneck(8, 4, 2, down(8, 16, 2)), (2, 8, 7, 6)),
    "residual_next": (lambda: Bottleneck(8, 4, 1, down(8, 16, 1), groups=2, base_width=128), (1, 8, 6, 6)),
}


def run(name):
    make, shape = CASES[name]
    m = make()
    training = name.endswith("train")
    m.train(training)
    fill_module(m)
    with torch.no_grad():
        y = m(fill("input", shape, -2.0, 2.0))
    d = y.double()
    state = {k: list(v.shape) for k, v in m.state_dict().items()}
    running = {k: [float(x) for x in v] for k, v in m.state_dict().items() if training and k.startswith("bn.running")}
    return {"name": name, "input": list(shape), "state_dict": state, "running": running, "output": {
        "name": name, "shape": list(y.shape), "mean": d.mean().item(), "std": d.std(unbiased=False).item(), "abs_max": d.abs().max().item(),
        "first8": [float(v) for v in y.flatten()[:8]]}}


if __name__ == "__main__":
    json.dump({"torch": torch.__version__, "cases": [run(name) for name in CASES]},
              open(sys.argv[1], "w"), indent=None, separators=(",", ":"))
