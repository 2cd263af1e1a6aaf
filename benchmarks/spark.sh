#!/usr/bin/env bash
# Users per CPU second on Spark and by plain core: benchmarks/spark.sh [USERS ITEMS ROUNDS METHOD...]
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- 20000 5000 3 hessian
opens=$(sed -n 's:.*<spark.opens>\(.*\)</spark.opens>.*:\1:p' ../fm-explain-spark/pom.xml)
exec java ${JAVA_OPTS:--Xmx2g} $opens \
  -cp "target/benchmarks.jar:target/lib/*:$(cat ../fm-explain-spark/target/spark-classpath.txt)" \
  io.github.fmexplain.benchmarks.SparkUsers "$@"
