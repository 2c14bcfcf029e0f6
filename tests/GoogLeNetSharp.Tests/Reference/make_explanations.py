"""Reference maps of Grad-CAM, Grad-CAM++, occlusion and integrated gradients, computed with PyTorch's autograd.

Weights and images come from the formula of make_reference.py beside this file. Besides a small network, Grad-CAM runs on
torchvision's GoogLeNet and ResNet-18. Needs PyTorch >= 1.13 and torchvision.

Usage: make_explanations.py explanations.json
"""
import json, sys
import torch, torchvision
from torch import nn
from make_reference import fill
from make_siblings import fill_module


class Conv(nn.Module):
    def __init__(self, i, o, **conv):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, padding=1, **conv)

    def forward(self, x):
        return self.conv(x).relu()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.body, self.fc = Conv(3, 6), Conv(6, 8, stride=2), nn.Linear(8, 5)

    def forward(self, x):
        stem = self.stem(x)
        body = self.body(stem)
        return stem, body, self.fc(body.mean((2, 3)))


def weighted(method, a, g):
    d = 2 * g ** 2 + a.sum((2, 3), keepdim=True) * g ** 3
    alpha = torch.where(d != 0, g ** 2 / d, torch.zeros_like(d))
    w = g.mean((2, 3), keepdim=True) if method == "GradCam" else (alpha * g.relu()).sum((2, 3), keepdim=True)
    return (w * a).sum(1).relu()


def occlusion(net, images, chosen, size, stride, fill_with):
    """The mean, over the squares that cover a pixel, of the fall of the logit."""
    score = lambda x: net(x)[2].gather(1, chosen[:, None])[:, 0]
    n, _, h, w = images.shape
    starts = lambda length: sorted(set(range(0, length - size + 1, stride)) | {length - size})
    total, count = torch.zeros(n, h, w), torch.zeros(h, w)
    with torch.no_grad():
        for top in starts(h):
            for left in starts(w):
                covered = images.clone()
                covered[:, :, top:top + size, left:left + size] = fill_with
                total[:, top:top + size, left:left + size] += (score(images) - score(covered))[:, None, None]
                count[top:top + size, left:left + size] += 1
    return total / count


def integrated(net, images, chosen, steps, baseline):
    """The midpoint rule on the straight path from an image of one number."""
    total = torch.zeros_like(images)
    for k in range(steps):
        x = (baseline + (k + 0.5) / steps * (images - baseline)).requires_grad_()
        total += torch.autograd.grad(net(x)[2].gather(1, chosen[:, None]).sum(), x)[0] / steps
    return (total * (images - baseline)).sum(1)


net = Net().eval()
fill_module(net, "")
image = fill("input", (2, 3, 9, 8), -2, 2)
cases, pixels = [], []
for classes in (None, [4, 0]):
    logits = net(image)[2]
    chosen = logits.argmax(1) if classes is None else torch.tensor(classes)
    entry = dict(given=classes, classes=chosen.tolist(), probabilities=logits.softmax(1).gather(1, chosen[:, None]).flatten().tolist())
    for layer in ("stem", "body"):
        stem, body, logits = net(image)
        a = stem if layer == "stem" else body
        g, = torch.autograd.grad(logits.gather(1, chosen[:, None]).sum(), a)
        for method in ("GradCam", "GradCamPlusPlus"):
            m = weighted(method, a, g)
            cases.append(dict(method=method, layer=layer, shape=list(m.shape), maps=m.flatten().tolist(), **entry))
    for size, stride, fill_with in ((3, 2, 0.0), (4, 3, 0.5)):
        m = occlusion(net, image, chosen, size, stride, fill_with)
        pixels.append(dict(method="Occlusion", settings=[size, stride, fill_with], maps=m.flatten().tolist(), **entry))
    for steps, baseline in ((7, 0.0), (50, -0.5)):
        m = integrated(net, image, chosen, steps, baseline)
        with torch.no_grad():
            rise = (net(image)[2] - net(torch.full_like(image, baseline))[2]).gather(1, chosen[:, None]).flatten().tolist()
        pixels.append(dict(method="IntegratedGradients", settings=[steps, baseline], maps=m.flatten().tolist(), rise=rise, **entry))

networks = []
for name, layer, shape in (("googlenet", "inception4e", (2, 3, 96, 128)), ("googlenet", "inception5b", (2, 3, 96, 128)),
                           ("resnet18", "layer3", (2, 3, 96, 128)), ("resnet18", "layer4", (2, 3, 96, 128))):
    more = dict(aux_logits=True, init_weights=False) if name == "googlenet" else {}
    model = getattr(torchvision.models, name)(weights=None, **more).eval()
    fill_module(model, "")
    kept = []
    getattr(model, layer).register_forward_hook(lambda module, given, output: kept.append(output))
    logits = model(fill("input", shape, -2, 2))
    chosen = logits.argmax(1)
    g, = torch.autograd.grad(logits.gather(1, chosen[:, None]).sum(), kept[0])
    for method in ("GradCam", "GradCamPlusPlus"):
        m = weighted(method, kept[0], g)
        networks.append(dict(network=name, method=method, layer=layer, input=list(shape), classes=chosen.tolist(), shape=list(m.shape),
                             maps=m.flatten().tolist(), probabilities=logits.softmax(1).gather(1, chosen[:, None]).flatten().tolist()))

json.dump(dict(torch=torch.__version__, cases=cases, pixels=pixels, networks=networks), open(sys.argv[1], "w"), separators=(",", ":"))
