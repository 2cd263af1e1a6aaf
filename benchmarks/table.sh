#!/usr/bin/env bash
# Prints the tables of docs/performance.md from results of JMH: benchmarks/table.sh RESULTS.json...
set -euo pipefail
exec java -cp "$(dirname "$0")/target/benchmarks.jar" io.github.fmexplain.benchmarks.ResultsTable "$@"
