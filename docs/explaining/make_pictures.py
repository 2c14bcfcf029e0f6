"""Makes the pictures of docs/explaining.md: python3 docs/explaining/make_pictures.py WEIGHTS FOLDER

WEIGHTS comes from the command that docs/explaining.md names; FOLDER holds the files of Fashion-MNIST. Needs nothing but Python and dotnet.
"""
import gzip
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SIDE = 28
BAG, TROUSER, BOOT = 8, 1, 9


def read(folder, name, header):
    return gzip.open(pathlib.Path(folder, name + ".gz")).read()[header:]


def png(pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[SIDE * y:SIDE * (y + 1)] for y in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sample(name, *arguments):
    subprocess.run(["dotnet", "run", "--project", ROOT / "samples" / name, "--", *map(str, arguments)], check=True)


def main(weights, folder):
    images, labels = read(folder, "t10k-images-idx3-ubyte", 16), read(folder, "t10k-labels-idx1-ubyte", 8)
    with tempfile.TemporaryDirectory() as made:
        made = pathlib.Path(made)
        for name, number, wanted in [
            ("bag", BAG, ["gradcam-1", "gradcam-2", "occlusion", "integrated-gradients", "stage-inception4a"]),
            ("trouser", TROUSER, ["gradcam-1"]),
            ("boot", BOOT, ["gradcam-1"]),
        ]:
            place = [i for i, label in enumerate(labels) if label == number][3]      # the fourth of its class among the test images
            photo = made / (name + ".png")
            photo.write_bytes(png(images[SIDE * SIDE * place:SIDE * SIDE * (place + 1)]))
            sample("ExplainImages", weights, photo, "--layer", "inception4e", "--output", made / "page.html", "--pictures", made / name)
            for picture in wanted:
                shutil.copy(made / name / (picture + ".svg"), HERE / f"{name}-{picture}.svg")

    sample("ShapeInspection", "--map-sizes", HERE / "map-sizes.svg")
    sample("ShapeInspection", "--network", "resnet18", "--batch", 1, "--horizontal", "--output", HERE / "resnet18.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])
