#!/usr/bin/env bash
# Prints how time grows with ratings, factors, items and users, and what is held in memory.
set -euo pipefail
# Large regions: the matrices of the largest sizes would else be collected on their own.
exec java ${JAVA_OPTS:-} -Xms4g -Xmx4g -XX:G1HeapRegionSize=16m -cp "$(dirname "$0")/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.Growth
