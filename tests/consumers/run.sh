#!/usr/bin/env bash
# Checks packed packages, and builds and runs programs that know them by their packages alone, outside the repository.
#   tests/consumers/run.sh FOLDER_OF_PACKAGES
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

feed=$(realpath "$1")
fixtures=$(realpath ../GoogLeNetSharp.Tests)
docs=$(realpath ../../docs)
work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cp -r . "$work/consumers"

# Packages of others are taken from the user's cache, those of this repository from the folder: not what was packed before.
mkdir "$work/others"
for package in "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/*/; do
  case $(basename "$package") in googlenetsharp* | '*') ;; *) ln -s "${package%/}" "$work/others/" ;; esac
done
version=$(basename "$feed"/GoogLeNetSharp.[0-9]*.nupkg .nupkg)
export PACKAGES_FEED=$feed PACKAGES_CACHE=$work/cache PACKAGES_OTHERS=$work/others PACKAGES_VERSION=${version#GoogLeNetSharp.}

cd "$work/consumers"
dotnet new install "$feed/GoogLeNetSharp.Templates.$PACKAGES_VERSION.nupkg" --debug:custom-hive "$work/hive" >"$work/log"
dotnet new googlenet-train --debug:custom-hive "$work/hive" -o Flowers
dotnet build Consumers.slnx -nologo -v quiet
consume() { local path=$1; shift; dotnet "$path/bin/Debug/net10.0/$(basename "$path").dll" "$@"; }
# What a program prints last is what is expected of it.
expect() { tee "$work/output" && [ "$(tail -n 1 "$work/output")" = "$1" ] || { echo "expected: $1"; exit 1; }; }

photo=$fixtures/Imaging/Fixtures/rgb.jpg
images=$fixtures/Training/FashionMnist/t10k-images-idx3-ubyte.gz
consume Packages "$feed" "$PACKAGES_VERSION"
consume Imaging "$photo" | expect "3 x 224 x 224, bee"
consume Library "$images" "$work/lenet.onnx" | tee "$work/library"
consume Inference "$images" "$work/lenet.onnx" | expect "$(tail -n 1 "$work/library")"
for path in Imaging Inference Library; do echo "$path: $(du -sm --apparent-size "$path/bin/Debug/net10.0" | cut -f1) MB built"; done

# What the template makes: an epoch of training, and answers of the web service to an image and to what is none.
consume Flowers/Train "$fixtures/Training/FashionMnist" 1
consume Flowers/Serve --urls http://127.0.0.1:0 --model classifier.onnx >"$work/log" 2>&1 &
server=$!
for _ in {1..100}; do
  port=$(sed -n 's/.*listening on: http:.*:\([0-9]*\).*/\1/p' "$work/log")
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || { cat "$work/log"; exit 1; }
post() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf '%s\r\n' 'POST /classify HTTP/1.1' 'Host: localhost' 'Connection: close' "Content-Length: $(stat -c %s "$1")" '' >&3
  cat "$1" >&3
  cat <&3 | tr -d '\r' | tee "$work/answer"
  echo
  exec 3>&-
}
post "$photo"
grep -q '^HTTP/1.1 200 ' "$work/answer" && grep -q '"label":.*"probability":' "$work/answer"
post run.sh
grep -q '^HTTP/1.1 400 ' "$work/answer" && grep -q '"detail":"image: ' "$work/answer"

# The program of docs/packages.md, with fewer images.
mkdir app
awk '/^```/ { if (code ~ /#:package/) exit; code = ""; next } { code = code $0 "\n" } END { printf "%s", code }' "$docs/packages.md" |
  sed 's/4000/400/; s/Epochs = [0-9]*/Epochs = 1/' >app/app.cs
(cd app && dotnet run app.cs && [ -s shapes.onnx ])
