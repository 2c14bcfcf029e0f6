#!/usr/bin/env bash
# Runs data-parallel training under mpirun: Open MPI and MPICH, 1 to 4 processes, two hosts made of network namespaces, a killed process.
#   tests/mpi_tests.sh
# Needs openmpi-bin and mpich (Debian), and a Release build of tests/GoogLeNetSharp.MpiTests, which it makes. Its last line is "N passed, M
# failed, S skipped".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=tests/GoogLeNetSharp.MpiTests/bin/Release/net10.0/GoogLeNetSharp.MpiTests.dll
work=$(mktemp -d)
passed=0 failed=0 skipped=0
hosts=""        # the network namespaces, once they are there
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_NUM_THREADS=1

finish() {
  [ -z "$hosts" ] || for host in $hosts; do ip netns delete "$host" 2>/dev/null; done
  rm -rf "$work"
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT

dotnet build tests/GoogLeNetSharp.MpiTests -c Release -v quiet -nologo -clp:ErrorsOnly || { failed=1; exit 1; }

# The two launchers. "timeout" ends what hangs.
open() { timeout 120 mpirun.openmpi --oversubscribe --mca btl_base_warn_component_unused 0 -n "$@" </dev/null; }
mpich() { timeout 120 mpirun.mpich -n "$@" </dev/null; }
run() { local launcher=$1 count=$2; shift 2; EXPECTED_PROCESSES=$count "$launcher" "$count" dotnet "$program" "$@"; }
alone() { timeout 120 dotnet "$program" "$@"; }

# A test: its name, and a command that succeeds.
check() {
  local name=$1; shift
  if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); echo "  passed: $name"
  else failed=$((failed + 1)); echo "  FAILED: $name"; tail -15 "$work/log" | cut -c1-300; fi
}
skip() { skipped=$((skipped + 1)); echo "  skipped: $1: $2"; }

# Trains in two ways and compares; weights of the first are made once.
like_one() {
  local variant=$1 tolerance=$2 launcher=$3 count=$4 one="$work/one-${1// /-}.safetensors" many="$work/many.safetensors"
  [ -e "$one" ] || alone train "$variant" "$one" || return 1
  run "$launcher" "$count" train "$variant" "$many" && alone compare "$one" "$many" "$tolerance"
}
# bfloat16 rounds otherwise where a batch is cut otherwise: what was learned is compared, not each weight.
mixed_like_one() {
  local one many
  one=$(alone train mixed "$work/mixed.safetensors" | sed -n 's/.*validation loss //p') || return 1
  many=$(run "$1" "$2" train mixed "$work/mixed.safetensors" | sed -n 's/.*validation loss //p') || return 1
  echo "validation loss $one, with $2 processes $many"
  awk -v a="$one" -v b="$many" 'BEGIN { d = a - b; exit !(a > 0 && b > 0 && d < 0.01 && d > -0.01) }'
}
same_bits() {
  run "$1" "$2" train "$3" "$work/first.safetensors" && run "$1" "$2" train "$3" "$work/again.safetensors" \
    && cmp "$work/first.safetensors" "$work/again.safetensors"
}
# Runs a command to its end and looks for what it must say.
said() {
  local text=$1; shift; "$@" >"$work/said" 2>&1; local status=$?; cat "$work/said"
  [ $status -eq 0 ] && grep -q "$text" "$work/said"
}
resumed() {     # stopped after step 7 with some processes, to the end with others
  local folder="$work/resume-$1-$2-$3"
  said "stopped after 7 steps" run "$1" "$2" resume sgd "$work/none.safetensors" "$folder" 7 \
    && said "20 steps, the first here 8," run "$1" "$3" resume sgd "$work/resumed.safetensors" "$folder" \
    && alone compare "$work/one-sgd.safetensors" "$work/resumed.safetensors" 1e-5
}
fails() {       # one fails: all end soon, with other than 0, and its message
  local start=$SECONDS
  ! run "$1" "$2" "$3" >"$work/failure" 2>&1 && [ $((SECONDS - start)) -le 20 ] \
    && grep -q "Process $(($2 - 1)) of $2 failed and ends all: .*item .* is broken" "$work/failure"
}
is_alive() { [ -e "/proc/$1/stat" ] && [ "$(sed 's/.*) //' "/proc/$1/stat" | cut -c1)" != Z ]; }
killed() {      # SIGKILL of one rank: the rest end within 10 s, and a later start goes on
  local folder="$work/killed-$1" pids="$work/pids-$1" launcher
  mkdir -p "$pids"
  run "$1" 2 slow "$work/none.safetensors" "$folder" "$pids" >"$work/slow" 2>&1 &
  launcher=$!
  for _ in $(seq 100); do ls "$folder"/step-*.safetensors >/dev/null 2>&1 && break; sleep 0.2; done
  ls "$folder"/step-*.safetensors >/dev/null || { cat "$work/slow"; kill "$launcher"; return 1; }
  kill -KILL "$(cat "$pids/1.pid")"
  local start=$SECONDS
  wait "$launcher" && return 1
  [ $((SECONDS - start)) -le 10 ] || { echo "the rest took $((SECONDS - start)) s to end"; return 1; }
  while is_alive "$(cat "$pids/0.pid")"; do
    [ $((SECONDS - start)) -le 10 ] || { echo "process 0 is still there"; return 1; }
    sleep 0.2
  done
  said "20 steps, the first here [2-9]" run "$1" 2 resume sgd "$work/resumed.safetensors" "$folder" \
    && alone compare "$work/one-sgd.safetensors" "$work/resumed.safetensors" 1e-5
}
wrong_launcher() {      # the launcher's processes, each alone under another library, do not train apart
  ! OMPI_COMM_WORLD_SIZE=2 alone checks >"$work/wrong" 2>&1 \
    && grep -q "has started 2 processes, but .* sees 1: it is another MPI" "$work/wrong"
}

check "alone, without a launcher" alone checks
for launcher in open mpich; do
  command -v "mpirun.$([ $launcher = open ] && echo openmpi || echo mpich)" >/dev/null \
    || { skip "$launcher" "it is not installed"; continue; }
  for count in 2 4; do check "$launcher, $count processes: operations" run $launcher $count checks; done
  for variant in sgd adamw full; do
    [ $variant = adamw ] && tolerance=1e-4 || tolerance=1e-5        # it divides by the root of gradients no larger than their rounding
    check "$launcher, 2 processes: $variant as one process" like_one "$variant" $tolerance $launcher 2
  done
  check "$launcher, 2 processes: mixed precision learns what one process learns" mixed_like_one $launcher 2
  check "$launcher, 4 processes: sgd as one process" like_one sgd 1e-5 $launcher 4
  check "$launcher, 2 processes: the same bits run to run" same_bits $launcher 2 full
  check "$launcher, 4 processes: own batch norm, the same bits run to run" same_bits $launcher 4 "own norm"
  check "$launcher: stopped with 2 processes, resumed with 1" resumed $launcher 2 1
  check "$launcher: stopped with 1 process, resumed with 4" resumed $launcher 1 4
  check "$launcher, 2 processes: one fails, all end" fails $launcher 2 fail
  check "$launcher, 4 processes: one fails before its training, all end" fails $launcher 4 fail-before
  check "$launcher, 2 processes: one is killed, the rest end, training goes on" killed $launcher
done
check "a launcher of another library" wrong_launcher

# Two hosts: namespaces with a cable between them; the second is reached as by ssh.
two_hosts() {
  local first="gn$$a" second="gn$$b"
  ip netns add "$first" && hosts="$first" && ip netns add "$second" && hosts="$first $second" \
    && ip link add "v$$a" netns "$first" type veth peer name "v$$b" netns "$second" \
    && ip -n "$first" addr add 10.77.0.1/24 dev "v$$a" && ip -n "$second" addr add 10.77.0.2/24 dev "v$$b" \
    && ip -n "$first" link set "v$$a" up && ip -n "$second" link set "v$$b" up \
    && ip -n "$first" link set lo up && ip -n "$second" link set lo up || return 1
  printf '#!/bin/sh\nshift\nexec ip netns exec %s unshare --uts sh -c "hostname %s; $*"\n' "$second" "$second" >"$work/agent"
  chmod +x "$work/agent"
}
over_two_hosts() {
  EXPECTED_PROCESSES=2 timeout 120 ip netns exec "${hosts% *}" mpirun.openmpi -n 2 --host 10.77.0.1:1,10.77.0.2:1 \
    --mca plm_rsh_agent "$work/agent" \
    --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 \
    -x OMP_NUM_THREADS -x EXPECTED_PROCESSES dotnet "$PWD/$program" "$@" </dev/null
}
train_on_two_hosts() {
  over_two_hosts train sgd "$work/hosts.safetensors" && alone compare "$work/one-sgd.safetensors" "$work/hosts.safetensors" 1e-5
}
if ! command -v ip >/dev/null || ! command -v unshare >/dev/null || ! command -v mpirun.openmpi >/dev/null; then
  skip "two hosts" "needs ip, unshare and Open MPI"
elif ! two_hosts >"$work/log" 2>&1; then
  skip "two hosts" "network namespaces cannot be made here: $(tail -1 "$work/log")"
else
  check "two hosts: operations" over_two_hosts checks
  check "two hosts: sgd as one process" train_on_two_hosts
fi
