#!/usr/bin/env bash
# Runs random and wrong calls of the native kernels under the address and undefined-behaviour sanitizers, with plain loops and with those
# that boards run: both must give the same results. Needs gcc or clang.
# Usage: sanitize.sh [CALLS]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$here/../../../Runtime.Int8/Native/kernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for loops in PLAIN SCALAR; do
    "${CC:-cc}" -O1 -g -std=c11 -Wall -Wextra -Wconversion -fsanitize=address,undefined -fno-sanitize-recover=all "-DEDGE_$loops" -I"$kernels" \
        "$here/fuzz.c" "$kernels"/edge_*.c -o "$work/fuzz"
    "$work/fuzz" "${1:-200000}" | tee "$work/$loops"
done
cmp "$work/PLAIN" "$work/SCALAR"
