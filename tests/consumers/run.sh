#!/usr/bin/env bash
# Checks packed packages, and builds and runs programs that know them by their packages alone, outside the repository.
#   tests/consumers/run.sh FOLDER_OF_PACKAGES
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

feed=$(realpath "$1")
fixtures=$(realpath ../GoogLeNetSharp.Tests)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r . "$work/consumers"

# Packages of others are taken from the user's cache, those of this repository from the folder: not what was packed before.
mkdir "$work/others"
for package in "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/*/; do
  case $(basename "$package") in googlenetsharp* | '*') ;; *) ln -s "${package%/}" "$work/others/" ;; esac
done
version=$(basename "$feed"/GoogLeNetSharp.[0-9]*.nupkg .nupkg)
export PACKAGES_FEED=$feed PACKAGES_CACHE=$work/cache PACKAGES_OTHERS=$work/others PACKAGES_VERSION=${version#GoogLeNetSharp.}

cd "$work/consumers"
dotnet build Consumers.slnx -nologo -v quiet
consume() { local name=$1; shift; dotnet "$name/bin/Debug/net10.0/$name.dll" "$@"; }
# What a program prints last is what is expected of it.
expect() { tee "$work/output" && [ "$(tail -n 1 "$work/output")" = "$1" ] || { echo "expected: $1"; exit 1; }; }

images=$fixtures/Training/FashionMnist/t10k-images-idx3-ubyte.gz
consume Packages "$feed" "$PACKAGES_VERSION"
consume Imaging "$fixtures/Imaging/Fixtures/rgb.jpg" | expect "3 x 224 x 224, bee"
consume Library "$images" "$work/lenet.onnx" | tee "$work/library"
consume Inference "$images" "$work/lenet.onnx" | expect "$(tail -n 1 "$work/library")"
