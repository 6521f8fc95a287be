#!/usr/bin/env bash
# Compares the path through Espressif's esp-nn (edge_esp_nn.c) with the kernels, byte by byte, on this machine: esp-nn's generic C, not
# its assembler, which only a board runs. Needs gcc or clang and a folder with esp-nn.
# Usage: check_esp_nn.sh ESP-NN
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$here/../../../Runtime.Int8/Native/kernels
esp=${1:?give the folder of an esp-nn checkout}
[ -f "$esp/include/esp_nn.h" ] || { echo "$esp: there is no include/esp_nn.h; give the folder of an esp-nn checkout" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
compiler=${CC:-cc}
flags=(-O1 -g -std=gnu11 -fsanitize=address,undefined -fno-sanitize-recover=all -DCONFIG_NN_OPTIMIZED=1 -isystem "$esp/include" -I"$kernels")
objects=()
for source in "$esp"/src/convolution/*_ansi.c "$esp"/src/convolution/*_opt.c; do
    # Its own signed overflows are not ours to report.
    "$compiler" -O1 -g -std=gnu11 -w -fsanitize=address -DCONFIG_NN_OPTIMIZED=1 -I"$esp/include" -I"$esp/src/common" -c "$source" -o "$work/$(basename "$source" .c).o"
    objects+=("$work/$(basename "$source" .c).o")
done
"$compiler" "${flags[@]}" -Wall -Wextra -DEDGE_ESP_NN=65536 "$here/check_esp_nn.c" "$kernels"/edge_*.c "${objects[@]}" -o "$work/check"
"$work/check"
