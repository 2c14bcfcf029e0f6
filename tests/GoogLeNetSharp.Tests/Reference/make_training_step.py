"""One SGD step of torchvision's GoogLeNet with auxiliary heads, dropout 0, weights by the formula of make_reference.py,
in double precision.

Writes, before the step: the loss and the gradient norm of every parameter; after it: the norm of every parameter, norm and first values
of every running statistic, and the loss of the same batch again. Beside each number stands its sensitivity: the largest relative change
that it shows when every weight and pixel is changed at random by up to half a unit in the last place of float32, in 16 tries. A number
that one such rounding moves by s can be moved by a computation in float32, which rounds after each of its layers, by a multiple of s.

Needs PyTorch 1.13 and torchvision 0.14 (Debian: python3-torch, python3-torchvision). Usage: make_training_step.py OUT.json
"""
import json, sys
import torch, torchvision
import torch.nn.functional as F
from make_reference import fill, fill_module

SHAPE, TARGETS, RATE, MOMENTUM, DECAY = (4, 3, 64, 64), [3, 1, 4, 1], 0.01, 0.9, 2e-4
TRIES, HALF_UNIT = 16, 2.0 ** -24


def step(seed=None):
    model = torchvision.models.googlenet(weights=None, num_classes=10, aux_logits=True, init_weights=False, transform_input=False,
                                         dropout=0.0, dropout_aux=0.0)
    fill_module(model, "")
    model.double().train()
    images, targets = fill("input", SHAPE, -2.0, 2.0).double(), torch.tensor(TARGETS)
    if seed is not None:
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for tensor in [*model.parameters(), images]:
                tensor.mul_(1 + (torch.rand(tensor.shape, generator=generator, dtype=torch.float64) * 2 - 1) * HALF_UNIT)

    def loss():
        # By position, torchvision 0.14 returns logits, the head after inception4d, the head after inception4a; with equal weights it does
        # not matter.
        logits, second, first = model(images)
        return F.cross_entropy(logits, targets) + 0.3 * (F.cross_entropy(first, targets) + F.cross_entropy(second, targets))

    optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    before = loss()
    before.backward()
    gradients = {name: parameter.grad.norm().item() for name, parameter in model.named_parameters()}
    optimizer.step()
    statistics = {name: buffer.double().norm().item() for name, buffer in model.named_buffers()}
    first4 = {name: [float(v) for v in buffer.flatten()[:4]] for name, buffer in model.named_buffers()}
    parameters = {name: parameter.detach().norm().item() for name, parameter in model.named_parameters()}
    return {"losses": {"before": before.item(), "after": loss().item()}, "gradient_norms": gradients, "parameter_norms": parameters,
            "statistic_norms": statistics}, first4


exact, first4 = step()
tries = [step(seed)[0] for seed in range(TRIES)]
numbers = {kind: {name: {"value": value, "sensitivity": max(abs(other[kind][name] - value) for other in tries) / abs(value)}
                  for name, value in values.items()} for kind, values in exact.items()}
json.dump({"torch": torch.__version__, "torchvision": torchvision.__version__, "shape": SHAPE, "targets": TARGETS, "rate": RATE,
           "momentum": MOMENTUM, "decay": DECAY, "classes": 10, **numbers, "first4": first4}, open(sys.argv[1], "w"), separators=(",", ":"))
print(exact["losses"])
