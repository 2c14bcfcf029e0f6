"""More checkpoint files for testing a reader: every element type, other pickle protocols, a re-compressed archive, a small network.

Usage: make_more_checkpoints.py OUT_DIR        (needs PyTorch >= 1.13; Debian: python3-torch)
"""
import collections, json, sys, zipfile
import torch

out = sys.argv[1]
expected = {}


def note(name, state):
    expected[name] = {k: {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape),
                          "values": [float(v) for v in t.detach().double().flatten()]} for k, t in state.items()}


numbers = torch.tensor([[0, 1, 2], [3, 100, 7]])
types = collections.OrderedDict(
    (str(t).replace("torch.", ""), numbers.to(t)) for t in
    [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
     torch.uint8, torch.bool])
types["scalar"] = torch.tensor(-1.5)
types["empty"] = torch.zeros(2, 0, 3)
types["größe"] = torch.tensor([1.0])   # a name outside ASCII
torch.save(types, f"{out}/types.pth"); note("types.pth", types)
torch.save(types, f"{out}/types_legacy.pth", _use_new_zipfile_serialization=False); note("types_legacy.pth", types)
torch.save(types, f"{out}/protocol4.pth", pickle_protocol=4); note("protocol4.pth", types)

with zipfile.ZipFile(f"{out}/types.pth") as source, zipfile.ZipFile(f"{out}/deflated.pth", "w", zipfile.ZIP_DEFLATED) as target:
    target.writestr("types/", b"")
    for name in source.namelist():
        info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)); info.compress_type = zipfile.ZIP_DEFLATED
        target.writestr(info, source.read(name))
note("deflated.pth", types)

base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
views = {"columns": base[:, 1:3], "transposed": base.t(), "expanded": base[0].expand(2, 4), "all": base}
torch.save(views, f"{out}/legacy_views.pth", _use_new_zipfile_serialization=False); note("legacy_views.pth", views)

torch.manual_seed(1)
network = torch.nn.Sequential(torch.nn.Conv2d(3, 2, 1), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 3))
network.train()(torch.randn(4, 3, 2, 2))
torch.save({"model": network.state_dict(), "epoch": 1}, f"{out}/network.pth"); note("network.pth", network.state_dict())
torch.save(network.state_dict(), f"{out}/network_legacy.pth", _use_new_zipfile_serialization=False)
note("network_legacy.pth", network.state_dict())

json.dump(expected, open(f"{out}/expected_more.json", "w"), separators=(",", ":"))
