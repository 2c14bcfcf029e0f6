"""Makes the image files beside this script and expected.json: what Pillow and torchvision make of them.

Made with Pillow 9.4, torchvision 0.14 and PyTorch 1.13 (Debian 12: python3-torchvision). Run it in this folder.
"""

import base64
import io
import json
import struct
import zlib

import numpy as np
import torchvision.transforms as T
import torchvision.transforms.functional as F
from PIL import Image, ImageDraw, ImageOps

rng = np.random.default_rng(0)
expected = []


def rgb(image):
    return {"width": image.width, "height": image.height, "rgb": base64.b64encode(image.convert("RGB").tobytes()).decode()}


def add(file, operation, image, **arguments):
    expected.append({"file": file, "operation": operation, "arguments": arguments, **rgb(image)})


def picture(width, height):
    """Smooth colours, hard edges and some noise."""
    y, x = np.mgrid[0:height, 0:width]
    channels = [127 + 120 * np.sin(x / 7 + i) * np.cos(y / (5 + i)) for i in range(3)]
    image = Image.fromarray(np.clip(np.stack(channels, -1) + rng.normal(0, 8, (height, width, 3)), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.rectangle([width // 5, height // 4, width // 2, height // 2], fill=(255, 0, 0))
    draw.ellipse([width // 2, height // 3, width - 4, height - 4], fill=(0, 0, 255), outline=(255, 255, 255))
    return image


# Decoding: one file per kind of pixel.
wide = picture(71, 43)
wide.save("rgb.png")
wide.save("rgb.bmp")
wide.save("rgb.webp", lossless=True)
wide.convert("L").save("gray.png")
wide.convert("P", palette=Image.ADAPTIVE).save("palette.png")
alpha = wide.copy()
alpha.putalpha(Image.fromarray((np.indices((43, 71)).sum(0) * 2 % 256).astype(np.uint8)))
alpha.save("alpha.png")
for name in ["rgb.png", "rgb.bmp", "rgb.webp", "gray.png", "palette.png", "alpha.png"]:
    add(name, "decode", Image.open(name).convert("RGB"))

wide.save("rgb.jpg", quality=90)
wide.convert("L").save("gray.jpg", quality=90)
wide.convert("CMYK").save("cmyk.jpg", quality=90)
wide.save("progressive.jpg", quality=90, progressive=True, subsampling=0)
for name in ["rgb.jpg", "gray.jpg", "cmyk.jpg", "progressive.jpg"]:
    add(name, "decode", Image.open(name).convert("RGB"))

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    name = f"exif{orientation}.jpg"
    wide.convert("L").resize((24, 16)).save(name, quality=95, exif=exif)
    add(name, "decode", ImageOps.exif_transpose(Image.open(name)).convert("RGB"))

# Resize and centre crop.
tall = picture(40, 67)
tall.save("tall.png")
for name, image in [("rgb.png", wide), ("tall.png", tall)]:
    for size in [8, 17, 40, 61]:
        add(name, "resize", T.Resize(size)(image), size=size)
    for size in [1, 16, 33, 50, 80]:
        add(name, "center_crop", T.CenterCrop(size)(image), size=size)

# Colours.
for factor in [0.6, 1.37]:
    add("rgb.png", "brightness", F.adjust_brightness(wide, factor), factor=factor)
    add("rgb.png", "contrast", F.adjust_contrast(wide, factor), factor=factor)
    add("rgb.png", "saturation", F.adjust_saturation(wide, factor), factor=factor)
for turn in [-0.5, 0.07]:
    add("rgb.png", "hue", F.adjust_hue(wide, turn), factor=turn)

# The whole preprocessing, as float32.
transform = T.Compose([T.Resize(20), T.CenterCrop(12), T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
tensor = transform(wide)
expected.append({
    "file": "rgb.png", "operation": "preprocess", "arguments": {}, "width": 12, "height": 12,
    "rgb": base64.b64encode(tensor.numpy().astype("<f4").tobytes()).decode(),
})

# PNG files of 16 bits a channel, and with an orientation.
def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png16(name, values, colour_type):
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], 16, colour_type, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    add(name, "decode", Image.open(name).convert("RGB"))


own = np.random.default_rng(1)
gray16 = own.integers(0, 65536, (9, 13))
gray16[0] = np.arange(13) * 25
png16("gray16.png", gray16, 0)
png16("grayalpha16.png", own.integers(0, 65536, (9, 13, 2)), 4)
png16("rgb16.png", own.integers(0, 65536, (9, 13, 3)), 2)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    name = f"exif{orientation}.png"
    wide.convert("L").resize((6, 4)).save(name, exif=exif)
    add(name, "decode", ImageOps.exif_transpose(Image.open(name)).convert("RGB"))

# Resize, then centre crop: thin images, and crops larger than the resized image.
Image.fromarray((np.arange(8000) // 32 % 251).astype(np.uint8)[:, None]).save("thin.png")
Image.fromarray(np.repeat((np.arange(500) * 7 % 256).astype(np.uint8)[None], 3, 0)).save("flat.png")
for name, cases in [
    ("rgb.png", [(20, 12), (61, 40), (8, 16), (43, 30), (90, 33)]), ("tall.png", [(20, 11), (40, 24), (7, 9)]),
    ("thin.png", [(32, 24)]), ("flat.png", [(16, 9), (3, 5)]),
]:
    for size, crop in cases:
        add(name, "resize_crop", T.Compose([T.Resize(size), T.CenterCrop(crop)])(Image.open(name).convert("RGB")), size=size, crop=crop)

# Gray.
add("rgb.png", "grayscale", T.Grayscale(3)(wide))
tensor = T.Compose([T.Resize(20), T.CenterCrop(12), T.Grayscale(1), T.ToTensor(), T.Normalize([0.5], [0.5])])(wide)
expected.append({
    "file": "rgb.png", "operation": "preprocess_gray", "arguments": {}, "width": 12, "height": 12,
    "rgb": base64.b64encode(tensor.numpy().astype("<f4").tobytes()).decode(),
})

# Broken files.
whole = io.BytesIO()
wide.save(whole, "JPEG", quality=90)
open("truncated.jpg", "wb").write(whole.getvalue()[: len(whole.getvalue()) // 2])
open("truncated.png", "wb").write(open("rgb.png", "rb").read()[:4000])
open("text.jpg", "w").write("no image at all\n")
open("empty.png", "wb").close()
# 30,000 x 30,000 pixels by its header: 3.6 GB once decoded.
huge = bytearray(open("gray.png", "rb").read())
huge[16:24] = struct.pack(">II", 30000, 30000)
huge[29:33] = struct.pack(">I", zlib.crc32(bytes(huge[12:29])))
open("huge.png", "wb").write(huge)

with open("expected.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in expected) + "\n]\n")
