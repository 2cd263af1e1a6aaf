#!/usr/bin/env bash
# Prints the smallest -Xmx in which a model.tar.gz of ten million features with 16 factors is read.
set -euo pipefail
exec java ${JAVA_OPTS:-} -cp "$(dirname "$0")/target/benchmarks.jar" \
  io.github.fmexplain.benchmarks.ArtifactHeap
