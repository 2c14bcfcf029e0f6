#!/usr/bin/env bash
# Kills a training with SIGKILL at random moments and starts it again, KILLS times (50); some minutes. By hand or nightly:
#   tests/kill_and_resume.sh [KILLS]
# Holds when every start goes on from a checkpoint that is not further back than the interval, and every training that comes to its end has the
# weights of one that was never killed, bit for bit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=${1:-50} interval=5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1        # bit for bit needs work divided alike

dotnet build samples/TrainClassifier -c Release -v quiet -nologo
train() {
  exec dotnet samples/TrainClassifier/bin/Release/net10.0/TrainClassifier.dll --output "$1" --resume --images 160 --size 8 --batch 16 --epochs 6 \
    --precision Float32 --checkpoint-every "$interval"
}
fail() { echo "FAILED: $*"; exit 1; }
same() { cmp -s "$work/whole/weights.safetensors" "$1/weights.safetensors" || fail "the weights of $1 differ from those of a training never killed"; }
last_step() { [ -f "$1/training.csv" ] && tail -n +2 "$1/training.csv" | grep -cE '^[0-9]+,([^,]*,){4},,$' || true; }
last_checkpoint() { ls "$1/checkpoints" 2>/dev/null | sed -n 's/^step-0*\([0-9]*\)\.safetensors$/\1/p' | tail -1; }

(train "$work/whole") >"$work/log" 2>&1 || fail "the training that is not killed: $(tail -1 "$work/log")"

killed=0 finished=0 most=0 run="$work/run0"
while [ "$killed" -lt "$kills" ]; do
  before=$(last_checkpoint "$run"); before=${before:-0}
  (train "$run") >"$work/log" 2>&1 &
  process=$!
  sleep "$((RANDOM % 4)).$((RANDOM % 10))"
  if kill -KILL "$process" 2>/dev/null; then
    wait "$process" 2>/dev/null && status=0 || status=$?
  else
    wait "$process" && status=0 || status=$?
  fi
  if [ "$status" -eq 0 ]; then
    same "$run"
    finished=$((finished + 1)) run="$work/run$finished"
    continue
  fi
  [ "$status" -eq 137 ] || fail "a training ended by itself with $status: $(tail -1 "$work/log")"
  killed=$((killed + 1))
  step=$(last_step "$run"); step=${step:-0}
  saved=$(last_checkpoint "$run"); saved=${saved:-0}
  lost=$((step - saved))
  [ "$saved" -ge "$before" ] || fail "the checkpoint of step $before is gone"
  [ "$lost" -le "$interval" ] || fail "$lost steps lost, more than the interval of $interval"
  [ "$lost" -le "$most" ] || most=$lost
done
(train "$run") >"$work/log" 2>&1 || fail "the last training: $(tail -1 "$work/log")"
same "$run"
echo "$killed kills, $((finished + 1)) trainings come to their end with the weights of one never killed; at most $most steps lost, checkpoints every $interval."
