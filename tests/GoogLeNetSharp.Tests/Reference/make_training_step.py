"""One SGD step of torchvision's GoogLeNet with auxiliary heads, dropout 0, weights by the formula of make_reference.py.

Writes, before the step: the loss and the gradient norm of every parameter; after it: norm and first values of every running
statistic, and the loss of the same batch again. Needs PyTorch 1.13 and torchvision 0.14 (Debian: python3-torch, python3-torchvision).

Usage: make_training_step.py OUT.json
"""
import json, sys
import torch, torchvision
import torch.nn.functional as F
from make_reference import fill, fill_module

SHAPE, TARGETS, RATE, MOMENTUM, DECAY = (4, 3, 64, 64), [3, 1, 4, 1], 0.01, 0.9, 2e-4

model = torchvision.models.googlenet(weights=None, num_classes=10, aux_logits=True, init_weights=False, transform_input=False, dropout=0.0, dropout_aux=0.0)
fill_module(model, "")
model.train()
images, targets = fill("input", SHAPE, -2.0, 2.0), torch.tensor(TARGETS)


def loss():
    # By position, torchvision 0.14 returns logits, the head after inception4d, the head after inception4a; with equal weights it does not matter.
    logits, second, first = model(images)
    return F.cross_entropy(logits, targets) + 0.3 * (F.cross_entropy(first, targets) + F.cross_entropy(second, targets))


optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
before = loss()
before.backward()
gradients = {name: parameter.grad.double().norm().item() for name, parameter in model.named_parameters()}
optimizer.step()
statistics = {name: {"norm": buffer.double().norm().item(), "first4": [float(v) for v in buffer.flatten()[:4]]}
              for name, buffer in model.named_buffers()}
parameters = {name: parameter.detach().double().norm().item() for name, parameter in model.named_parameters()}
json.dump({"torch": torch.__version__, "torchvision": torchvision.__version__, "shape": SHAPE, "targets": TARGETS, "rate": RATE, "momentum": MOMENTUM,
           "decay": DECAY, "classes": 10, "loss_before": before.item(), "gradient_norms": gradients, "parameter_norms": parameters,
           "running_statistics": statistics, "loss_after": loss().item()}, open(sys.argv[1], "w"), separators=(",", ":"))
print(before.item(), loss().item())
