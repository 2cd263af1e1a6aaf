#!/usr/bin/env bash
# Prints all tables of docs/performance.md but the soak's, in Markdown; half an hour on a quiet
# machine: benchmarks/measure.sh [RESULTS.json]. JAVA_OPTS="-Dmovielens=DIR" for the real data set.
set -euo pipefail
here="$(dirname "$0")"
results="${1:-results.json}"
java ${JAVA_OPTS:-} -jar "$here/target/benchmarks.jar" -foe true -prof gc -rf json -rff "$results" >&2
"$here/table.sh" "$results"
"$here/heap.sh"
"$here/growth.sh"
