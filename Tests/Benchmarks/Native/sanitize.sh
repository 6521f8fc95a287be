#!/usr/bin/env bash
# Runs random and wrong calls of the native kernels under the address and undefined-behaviour sanitizers. Needs gcc or clang.
# Usage: sanitize.sh [CALLS]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$here/../../../Runtime.Int8/Native/kernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${CC:-cc}" -O1 -g -std=c11 -Wall -Wextra -Wconversion -fsanitize=address,undefined -fno-sanitize-recover=all -I"$kernels" \
    "$here/fuzz.c" "$kernels"/edge_*.c -o "$work/fuzz"
"$work/fuzz" "${1:-200000}"
