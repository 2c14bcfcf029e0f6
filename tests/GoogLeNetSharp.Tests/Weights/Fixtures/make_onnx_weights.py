"""ONNX files whose initializers are a state dict, and two that PyTorch's exporter folded, with what PyTorch computes.

Usage: make_onnx_weights.py OUT_DIR        (needs PyTorch 1.13; Debian: python3-torch)
"""
import collections, json, sys
import torch
from torch import nn

out = sys.argv[1]
PRESERVE = {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}


class Residual(nn.Module):
    """Two 3x3 convolutions with batch norm and a 1x1 convolution beside them, as in ResNet."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.downsample = nn.Sequential(nn.Conv2d(3, 4, 1, stride=2, bias=False), nn.BatchNorm2d(4))

    def forward(self, x):
        return torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))) + self.downsample(x))


def residual(trained):
    """Trained: all tensors differ. Not: batch norms are equal, and the exporter stores equal tensors once."""
    torch.manual_seed(5)
    net = nn.Sequential(collections.OrderedDict(block=Residual(), pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), fc=nn.Linear(4, 3)))
    for norm in [m for m in net.modules() if trained and isinstance(m, nn.BatchNorm2d)]:
        for tensor in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
            tensor.data.uniform_(0.5, 1.5)
    return net.eval()


def lenet():
    torch.manual_seed(6)
    return nn.Sequential(collections.OrderedDict(
        conv1=nn.Conv2d(3, 2, 3), relu1=nn.ReLU(), pool=nn.MaxPool2d(2), flatten=nn.Flatten(),
        fc1=nn.Linear(18, 5), relu2=nn.ReLU(), fc2=nn.Linear(5, 3))).eval()


image = torch.arange(192).reshape(1, 3, 8, 8).float() / 100 - 1
expected = {}
for name, net, options in [
    ("onnx_residual.onnx", residual(True), PRESERVE), ("onnx_equal.onnx", residual(False), PRESERVE),
    ("onnx_folded.onnx", residual(True), {}), ("onnx_lenet.onnx", lenet(), {}),
]:
    torch.onnx.export(net, image, f"{out}/{name}", opset_version=13, **options)
    expected[name] = [float(v) for v in net(image).flatten()]
json.dump(expected, open(f"{out}/onnx_logits.json", "w"), separators=(",", ":"))
