"""Checkpoints as training scripts write them: the state dict under a key, beside an optimiser, a schedule and whatever else scripts keep.

Usage: make_user_checkpoints.py OUT_DIR        (needs PyTorch >= 1.13 and NumPy; Debian: python3-torch)
"""
import collections, json, sys
import numpy
import torch

out = sys.argv[1]
torch.manual_seed(3)
network = torch.nn.Sequential(torch.nn.Conv2d(3, 2, 1), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 3))
optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[2, 4, 4])
network.train()(torch.randn(4, 3, 2, 2)).sum().backward()
optimizer.step()
schedule.step()
state = network.state_dict()
ema = {name: value * 2 for name, value in state.items()}
wrapped = {"_orig_mod.module." + name: value for name, value in state.items()}

beside = {
    "epoch": 7, "best": 0.5, "big": 2 ** 70, "negative": -3, "none": None, "flag": True, "text": "größe",
    "counter": collections.Counter([2, 4, 4]), "scheduler": schedule.state_dict(), "optimizer": optimizer.state_dict(),
    "device": torch.device("cuda", 0), "size": torch.Size([2, 3]), "dtype": torch.bfloat16, "set": {1, 2}, "frozen": frozenset([3]),
    "bytes": b"\x00\xff", "slice": slice(1, 5, 2), "complex": 1 + 2j, "range": range(3), "scalar": numpy.float64(1.5),
    "integer": numpy.int64(4),
    "array": numpy.arange(3), "numpy dtype": numpy.dtype("float32"), "tuple": (1, (2,)), "rng": torch.get_rng_state(),
}

files = {
    "user_model_state_dict.pth": {"epoch": 7, "model_state_dict": state, "optimizer_state_dict": optimizer.state_dict(), "loss": 0.25},
    "user_net.pth": {"net": state, "acc": 93.5, "epoch": 7},
    "user_model.pth": {"model": state, "optimizer": optimizer.state_dict(), "lr_scheduler": schedule.state_dict()},
    "user_ema.pth": {"state_dict": state, "state_dict_ema": ema, "epoch": 7},
    "user_compiled.pth": {"state_dict": wrapped},
    "user_everything.pth": {**beside, "state_dict": state},
    "user_two.pth": {"generator": state, "discriminator": ema, "epoch": 7},
}
for name, content in files.items():
    torch.save(content, f"{out}/{name}")
torch.save(files["user_everything.pth"], f"{out}/user_everything_legacy.pth", _use_new_zipfile_serialization=False)
torch.save(files["user_everything.pth"], f"{out}/user_everything_protocol4.pth", pickle_protocol=4)


def note(tensors):
    return {k: {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape),
        "values": [float(v) for v in t.detach().double().flatten()]}
            for k, t in tensors.items()}


json.dump({"state": note(state), "ema": note(ema)}, open(f"{out}/user_expected.json", "w"), separators=(",", ":"))
