#!/usr/bin/env python3
"""Writes the fixture beside this script: the first images of each class of Fashion-MNIST, in the order and format of the originals.

    python3 make_fixture.py FOLDER

FOLDER has the four original files, such as /usr/share/datasets/fashion-mnist of Debian's package dataset-fashion-mnist.
"""
import gzip
import pathlib
import struct
import sys

CLASSES = 10
PER_CLASS = {"train": 36, "t10k": 12}
PIXELS = 28 * 28


def write(name, dimensions, data):
    content = bytes([0, 0, 8, len(dimensions)]) + struct.pack(f">{len(dimensions)}I", *dimensions) + data
    (pathlib.Path(__file__).parent / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


source = pathlib.Path(sys.argv[1])
for part, per_class in PER_CLASS.items():
    images = gzip.decompress((source / f"{part}-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((source / f"{part}-labels-idx1-ubyte.gz").read_bytes())[8:]
    taken, seen = [], [0] * CLASSES
    for index, label in enumerate(labels):
        if seen[label] < per_class:
            seen[label] += 1
            taken.append(index)
    write(f"{part}-images-idx3-ubyte", [len(taken), 28, 28], b"".join(images[i * PIXELS:(i + 1) * PIXELS] for i in taken))
    write(f"{part}-labels-idx1-ubyte", [len(taken)], bytes(labels[i] for i in taken))
