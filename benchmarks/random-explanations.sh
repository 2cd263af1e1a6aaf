#!/usr/bin/env bash
# Counts numbers that must not be in random explanations: benchmarks/random-explanations.sh [COUNT]
# With NumPy installed, some 4000 of them are computed again by check_explanations.py.
set -euo pipefail
here="$(dirname "$0")"
run() { java ${JAVA_OPTS:-} -cp "$here/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.RandomExplanations "$@"; }
for kind in ordinary wide extreme; do
  run "$kind" "$((${1:-210000} / 3))"
done
run ordinary 14000 dump | python3 "$here/check_explanations.py"
