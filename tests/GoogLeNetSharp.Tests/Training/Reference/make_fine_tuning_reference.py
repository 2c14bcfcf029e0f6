"""Writes fine_tuning_reference.json: what torchvision's first layer makes of an image, for FineTuningTests.

The network is made as torchvision makes it for its published weights: with transform_input. Its weights are those of the formula in
../../Reference/make_reference.py. The image goes through the transform that torchvision publishes with the weights.

Run with PyTorch 1.13 and torchvision 0.14: python3 make_fine_tuning_reference.py > fine_tuning_reference.json
"""
import json
import pathlib
import sys

import torch
from PIL import Image
from torchvision.models import GoogLeNet_Weights, googlenet

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "Reference"))
from make_reference import fill_module

weights = GoogLeNet_Weights.IMAGENET1K_V1
model = googlenet(transform_input=True, aux_logits=True, init_weights=False).eval()
fill_module(model, "")
image = weights.transforms()(Image.open(here.parent.parent / "Imaging" / "Fixtures" / "rgb.png")).unsqueeze(0)
with torch.no_grad():
    map = model.conv1(model._transform_input(image)).double()
print(json.dumps({
    "name": "conv1", "shape": list(map.shape), "mean": map.mean().item(), "std": map.std(unbiased=False).item(),
    "abs_max": map.abs().max().item(), "first8": map.flatten()[:8].tolist(),
}, indent=1))
