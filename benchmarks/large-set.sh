#!/usr/bin/env bash
# From 25 million ratings in a file to an explanation: benchmarks/large-set.sh [USERS ITEMS RATINGS]
# JAVA_OPTS="-Dlargeset.heap=4g" for another heap than 8g.
set -euo pipefail
exec java ${JAVA_OPTS:-} -cp "$(dirname "$0")/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.LargeSet "$@"
