#!/usr/bin/env bash
# Builds what a release publishes, from a clean clone of HEAD without -SNAPSHOT, with JDK 17, into a
# folder: release/stage.sh FOLDER [further arguments of mvn]. Uploads nothing. It does not test or check:
# that is `mvn -B verify`, before. GPG_KEY names the key to sign with, LAST_RELEASE the version to compare with.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: release/stage.sh FOLDER [arguments of mvn]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd) && shift
root=$(cd "$(dirname "$0")/.." && pwd)
clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
git clone -q "$root" "$clone/fm-explain"
cd "$clone/fm-explain"
git ls-files -z '*pom.xml' | xargs -0 sed -i 's/-SNAPSHOT<\/version>/<\/version>/'
options=(-Dstaging="$out")
if [ -n "${GPG_KEY:-}" ]; then options+=(-Dgpg.keyname="$GPG_KEY"); else echo "not signed: GPG_KEY names no key"; fi
if [ -n "${LAST_RELEASE:-}" ]; then options+=(-DlastRelease="$LAST_RELEASE"); else echo "not compared: LAST_RELEASE names no release"; fi
mvn -B -q -Prelease -Dcheckstyle.skip -Dspotless.check.skip -Dmdep.analyze.skip -pl '!examples,!benchmarks' "${options[@]}" "$@" deploy
# What other modules' tests use is not for others.
find "$out" -name '*-tests.jar*' -delete
# Maven writes .md5 and .sha1 beside each file.
(cd "$out" && find . -type f ! -name 'maven-metadata*' ! -name '*.md5' ! -name '*.sha1' ! -name SHA256SUMS -print0 |
  LC_ALL=C sort -z | xargs -0 sha256sum > SHA256SUMS)
echo "staged $(wc -l < "$out/SHA256SUMS") files in $out"
