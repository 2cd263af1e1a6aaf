#!/usr/bin/env bash
# Explains for long and fails if memory grows or a result ever differs: benchmarks/soak.sh [MINUTES]
set -euo pipefail
exec java ${JAVA_OPTS:-} -cp "$(dirname "$0")/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.Soak "${1:-10}"
