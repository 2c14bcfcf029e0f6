"""Writes training_reference.json: what PyTorch makes of a small training, for TrainerReferenceTests and LearningRateScheduleTests.

Run with PyTorch 1.13: python3 make_training_reference.py > training_reference.json
"""
import json

import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR, PolynomialLR, StepLR

IMAGES, CHANNELS, SIZE, CLASSES, STEPS = 12, 3, 8, 5, 6


def wave(count, frequency, scale):
    return [scale * torch.sin(torch.tensor(1 + frequency * i, dtype=torch.float64)).item() for i in range(count)]


def model():
    network = nn.Sequential(nn.Conv2d(CHANNELS, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, CLASSES))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.tensor(wave(parameter.numel(), 0.7, 0.2)).reshape(parameter.shape))
    return network


def train(make_optimizer, make_scheduler, clip=None, smoothing=0.0, average=None, weights=None):
    network = model()
    images = torch.tensor(wave(IMAGES * CHANNELS * SIZE * SIZE, 0.13, 1.0)).reshape(IMAGES, CHANNELS, SIZE, SIZE).float()
    labels = torch.arange(IMAGES) % CLASSES
    optimizer = make_optimizer(network.parameters())
    scheduler = make_scheduler(optimizer)
    shadow = [p.detach().clone() for p in network.parameters()]
    weight = None if weights is None else torch.tensor(weights)
    losses = []
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(images), labels, weight=weight, label_smoothing=smoothing)
        loss.backward()
        if clip is not None:
            nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
        if average is not None:
            decay = min(average, (1 + step) / (10 + step))
            shadow = [decay * s + (1 - decay) * p.detach() for s, p in zip(shadow, network.parameters())]
    final = shadow if average is not None else list(network.parameters())
    return {"losses": losses, "sums": [p.sum().item() for p in final], "norms": [p.norm().item() for p in final],
            "first": [p.flatten()[:4].tolist() for p in final]}


def rates(make_scheduler, epochs, steps_per_epoch, per_epoch):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make_scheduler(optimizer)
    result = []
    for _ in range(epochs):
        for _ in range(steps_per_epoch):
            result.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if not per_epoch:
                scheduler.step()
        if per_epoch:
            scheduler.step()
    return result


sgd, adamw = torch.optim.SGD, torch.optim.AdamW
print(json.dumps({
    "pytorch": torch.__version__,
    "trainings": {
        "sgd": train(lambda p: sgd(p, lr=0.5, momentum=0.9, weight_decay=5e-4), lambda o: CosineAnnealingLR(o, STEPS)),
        "nesterov": train(lambda p: sgd(p, lr=0.3, momentum=0.9, nesterov=True, weight_decay=0.01), lambda o: StepLR(o, 2, 0.5),
                          smoothing=0.1),
        "plain": train(lambda p: sgd(p, lr=2.0), lambda o: PolynomialLR(o, STEPS, 0.5), clip=0.5),
        "adamw": train(lambda p: adamw(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1), lambda o: CosineAnnealingLR(o, STEPS)),
        "averaged": train(lambda p: sgd(p, lr=0.5, momentum=0.9), lambda o: StepLR(o, 100, 1.0), average=0.3),
        "weighted": train(lambda p: sgd(p, lr=0.5, momentum=0.9), lambda o: StepLR(o, 100, 1.0), clip=1.0, smoothing=0.1,
                          weights=[1.0, 2.0, 0.5, 3.0, 0.25]),
    },
    "rates": {
        "step": rates(lambda o: StepLR(o, 2, 0.5), 6, 3, True),
        "poly": rates(lambda o: PolynomialLR(o, 18, 0.5), 6, 3, False),
        "cosine": rates(lambda o: CosineAnnealingLR(o, 18), 6, 3, False),
    },
}, indent=1))
