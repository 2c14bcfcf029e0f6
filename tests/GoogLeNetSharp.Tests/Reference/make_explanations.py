"""Reference maps of Grad-CAM and Grad-CAM++ on a small network, computed with PyTorch's autograd.

Weights and images come from the formula of make_reference.py beside this file.

Usage: make_explanations.py explanations.json
"""
import json, sys
import torch
from torch import nn
from make_reference import fill


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


net = Net().eval()
with torch.no_grad():
    for name, t in net.state_dict().items():
        bound = (6.0 / t[0].numel()) ** 0.5 if t.dim() == 4 else (3.0 / t.shape[1]) ** 0.5 if t.dim() == 2 else 0.1
        t.copy_(fill(name, t.shape, -bound, bound))
image = fill("input", (2, 3, 9, 8), -2, 2)
cases = []
for classes in (None, [4, 0]):
    for layer in ("stem", "body"):
        stem, body, logits = net(image)
        a = stem if layer == "stem" else body
        chosen = logits.argmax(1) if classes is None else torch.tensor(classes)
        g, = torch.autograd.grad(logits.gather(1, chosen[:, None]).sum(), a)
        d = 2 * g ** 2 + a.sum((2, 3), keepdim=True) * g ** 3
        alpha = torch.where(d != 0, g ** 2 / d, torch.zeros_like(d))
        weights = {"GradCam": g.mean((2, 3), keepdim=True), "GradCamPlusPlus": (alpha * g.relu()).sum((2, 3), keepdim=True)}
        for method, w in weights.items():
            m = (w * a).sum(1).relu()
            cases.append(dict(method=method, layer=layer, given=classes, classes=chosen.tolist(), shape=list(m.shape), maps=m.flatten().tolist(),
                              probabilities=logits.softmax(1).gather(1, chosen[:, None]).flatten().tolist()))
json.dump(dict(torch=torch.__version__, cases=cases), open(sys.argv[1], "w"), separators=(",", ":"))
