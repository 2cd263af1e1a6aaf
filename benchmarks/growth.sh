#!/usr/bin/env bash
# Prints how time grows with ratings, factors, items and users, and what is held in memory.
set -euo pipefail
exec java ${JAVA_OPTS:-} -cp "$(dirname "$0")/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.Growth
