#!/usr/bin/env bash
# Kills a training with SIGKILL at random moments and starts it again, KILLS times (50); some minutes. By hand or nightly:
#   tests/kill_and_resume.sh [KILLS] [plain|full]
# plain trains on drawn shapes; full trains LeNet on the tests' real images with all that a recipe can have: random transforms, erasing,
# mixup, accumulation, one cycle, parameter groups, a moving average, early stopping; with another number of loader threads at every start.
# Holds when
# - every start goes on from the newest checkpoint there is: one that a kill left is never damaged, and none is ever lost;
# - a kill costs no more steps than lie between two checkpoints;
# - every training that comes to its end has the losses, validations and weights of one that was never killed, bit for bit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=${1:-50} recipe=${2:-plain} interval=5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1        # bit for bit needs work divided alike

dotnet build samples/TrainClassifier -c Release -v quiet -nologo
case "$recipe" in
  plain) options=(--images 160 --size 8 --batch 16 --epochs 6) ;;
  full) options=(--dataset fashion-mnist --folder tests/GoogLeNetSharp.Tests/Training/FashionMnist --images 320 --batch 8
    --accumulate 2 --epochs 8 --schedule OneCycle
    --augment TrivialAugment --erase 0.5 --mixup 0.2 --backbone-rate 0.5 --average 0.9 --clip 1 --patience 8) ;;
  *) echo "expected plain or full, got '$recipe'" >&2; exit 2 ;;
esac
train() {
  # .NET's processor count, and with it the number of loaders, differs from start to start.
  export DOTNET_PROCESSOR_COUNT=$((1 + RANDOM % 4))
  exec dotnet samples/TrainClassifier/bin/Release/net10.0/TrainClassifier.dll --output "$1" --resume "${options[@]}" \
    --precision Float32 --checkpoint-every "$interval"
}
fail() { echo "FAILED: $*"; exit 1; }
# All but the speed, which no two trainings share.
curves() { cut -d, -f1-4,6- "$1/training.csv"; }
last_step() { { cat "$1/training.csv" 2>/dev/null || true; } | grep -cE '^[0-9]+,([^,]*,){4},,$' || true; }
last_checkpoint() { { echo 0; ls "$1/checkpoints" 2>/dev/null | sed -n 's/^step-0*\([0-9]*\)\.safetensors$/\1/p'; } | tail -1 || true; }
resumed_from() { sed -n 's/^Going on from checkpoint .*step-0*\([0-9]*\)\.safetensors.*/\1/p' "$work/log"; }
check_start() {
  ! grep -q damaged "$work/log" || fail "$(grep damaged "$work/log")"
  from=$(resumed_from)
  [ -z "$from" ] || [ "$from" -eq "$before" ] || fail "went on from step $from, but step $before was saved"
}
check_end() {
  [ "${from:-0}" -eq "$before" ] || fail "started anew, but step $before was saved"
  cmp -s "$work/whole/weights.safetensors" "$run/weights.safetensors" \
    || fail "the weights of $run differ from those of a training never killed"
  diff <(curves "$work/whole") <(curves "$run") >&2 || fail "the losses of $run differ from those of a training never killed"
}

start=$(date +%s%3N)
(train "$work/whole") >"$work/log" 2>&1 || fail "the training that is not killed: $(tail -1 "$work/log")"
span=$(($(date +%s%3N) - start))

killed=0 finished=0 resumed=0 writing=0 most=0 run="$work/run0"
while [ "$killed" -lt "$kills" ]; do
  before=$(last_checkpoint "$run")
  (train "$run") >"$work/log" 2>&1 &
  process=$!
  moment=$((RANDOM * span / 65536))         # any moment from the start of the process to half of a training
  sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
  kill -KILL "$process" 2>/dev/null || true
  wait "$process" 2>/dev/null && status=0 || status=$?
  check_start
  [ -z "$from" ] || resumed=$((resumed + 1))
  if [ "$status" -eq 0 ]; then
    check_end
    finished=$((finished + 1)) run="$work/run$finished"
    continue
  fi
  [ "$status" -eq 137 ] || fail "a training ended by itself with $status: $(tail -1 "$work/log")"
  killed=$((killed + 1))
  if ls "$run/checkpoints" 2>/dev/null | grep -q '\.tmp$'; then writing=$((writing + 1)); fi
  step=$(last_step "$run")
  saved=$(last_checkpoint "$run")
  lost=$((step - saved))
  [ "$saved" -ge "$before" ] || fail "the checkpoint of step $before is gone"
  [ "$lost" -le "$interval" ] || fail "$lost steps lost, more than the interval of $interval"
  [ "$lost" -le "$most" ] || most=$lost
done
before=$(last_checkpoint "$run")
(train "$run") >"$work/log" 2>&1 || fail "the last training: $(tail -1 "$work/log")"
check_start
check_end
echo "$killed kills, $writing of them while a checkpoint was written; $resumed starts went on from the newest checkpoint."
echo "At most $most steps lost, with checkpoints every $interval." \
  "$((finished + 1)) trainings came to their end, with the losses and weights of one never killed."
