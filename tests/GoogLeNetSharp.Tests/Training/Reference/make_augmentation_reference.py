"""Writes augmentation_reference.json: checksums of what torchvision makes of two small images, for AugmentationOperationsTests.

Run with torchvision 0.14 and Pillow 9.4 (Debian 12: python3-torchvision), in this folder:
python3 make_augmentation_reference.py > augmentation_reference.json
"""
import json
import zlib

from PIL import Image
from torchvision.transforms.autoaugment import RandAugment, TrivialAugmentWide, _apply_op
from torchvision.transforms.functional import InterpolationMode

BINS = 31
images = {
    "rgb.png": Image.open("../../Imaging/Fixtures/rgb.png").convert("RGB"),
    "gray 28 x 28": Image.open("../../Imaging/Fixtures/gray.png").convert("L").crop((20, 10, 48, 38)).convert("RGB"),
}
entries = []
for name, image in images.items():
    spaces = {
        "TrivialAugment": TrivialAugmentWide()._augmentation_space(BINS),
        "RandAugment": RandAugment()._augmentation_space(BINS, (image.height, image.width)),
    }
    for table, space in spaces.items():
        for operation, (magnitudes, signed) in space.items():
            values = [float(value) for value in magnitudes] if magnitudes.ndim else [0.0]
            checksums = [
                [zlib.crc32(_apply_op(image, operation, sign * value, InterpolationMode.NEAREST, None).tobytes()) for value in values]
                for sign in ([1, -1] if signed else [1])
            ]
            entries.append({"image": name, "table": table, "operation": operation, "magnitudes": values, "checksums": checksums})
print("[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]")
