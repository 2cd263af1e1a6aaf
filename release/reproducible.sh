#!/usr/bin/env bash
# Builds a release twice, in two folders, and compares every byte of it but signatures.
set -euo pipefail
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for build in one two; do
  "$here/stage.sh" "$work/$build" "$@"
  grep -v '\.asc$' "$work/$build/SHA256SUMS" > "$work/$build.sums"
done
diff "$work/one.sums" "$work/two.sums" || { echo "the two builds differ" >&2; exit 1; }
echo "both builds have the same $(wc -l < "$work/one.sums") files"
