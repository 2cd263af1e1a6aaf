#!/usr/bin/env bash
# Uses what release/stage.sh staged as its users will: projects that import fm-explain-bom, on class path
# and module path, in Kotlin, and in an image of jlink: release/consumer.sh FOLDER JDK_HOME...
# The projects are built and run with each JDK; they are in release/consumer.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: release/consumer.sh FOLDER JDK_HOME..." >&2; exit 2; }
staging=$(cd "$1" && pwd) && shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(basename "$(dirname "$(find "$staging" -name 'fm-explain-bom-*.pom')")")
export STAGING="file://$staging" DOWNLOADED="file://${DOWNLOADED:-$HOME/.m2/repository}"

build() { # folder
  (cd "$1" && mvn -B -q -s "$here/consumer/settings.xml" -Dmaven.repo.local="$work/repository" \
    -Dfmexplain.version="$version" clean package)
}

for JAVA_HOME in "$@"; do
  export JAVA_HOME
  bin="$JAVA_HOME/bin"
  echo "== $("$bin/java" -version 2>&1 | head -1)"
  rm -rf "$work/projects"
  cp -r "$here/consumer" "$work/projects"
  cd "$work/projects"

  echo "-- module path"
  build java
  "$bin/java" -p java/target/consumer.jar:java/target/lib -m consumer/consumer.Consumer

  echo "-- class path"
  rm java/src/main/java/module-info.java
  build java
  "$bin/java" -cp 'java/target/consumer.jar:java/target/lib/*' consumer.Consumer

  echo "-- Kotlin"
  build kotlin
  "$bin/java" -cp 'kotlin/target/consumer.jar:kotlin/target/lib/*' ConsumerKt

  echo "-- jlink"
  build image
  # EJML has no descriptors, without which jlink takes no module: they are made from its classes. What
  # needs java.desktop in it are windows that show matrices.
  lib=image/target/lib
  "$bin/jdeps" --ignore-missing-deps --module-path "$lib" --generate-module-info image/ejml \
    "$lib"/ejml-core-*.jar "$lib"/ejml-ddense-*.jar >/dev/null 2>&1
  for module in core ddense; do
    jar=$(echo "$lib"/ejml-$module-*.jar)
    info=image/ejml/ejml.$module
    sed -i 's/requires transitive java.desktop/requires static java.desktop/' "$info/module-info.java"
    "$bin/javac" -d "$info" -p "$lib" --patch-module "ejml.$module=$jar" "$info/module-info.java"
    "$bin/jar" --update --file "$jar" -C "$info" module-info.class
  done
  "$bin/jlink" -p "image/target/consumer.jar:$lib" --add-modules consumer --output image/java \
    --strip-debug --no-header-files --no-man-pages
  image/java/bin/java -m consumer/consumer.Consumer
  echo "image: $(du -sm image/java | cut -f1) MB: $(image/java/bin/java --list-modules | paste -sd" ")"
done
