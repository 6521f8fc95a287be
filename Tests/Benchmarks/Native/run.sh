#!/usr/bin/env bash
# Counts executed RV32IMC instructions for each MAC of the native kernels, under emulation. Not part of CI.
# Needs a bare-metal RISC-V compiler with picolibc, and QEMU; on Debian and Ubuntu:
#   apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc
# Usage: run.sh [ESP-NN]     ESP-NN: a folder with Espressif's esp-nn, for its generic C beside ours.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=$here/../../../Runtime.Int8/Native/kernels
compiler=${EDGE_RISCV_CC:-riscv64-unknown-elf-gcc}
emulator=${EDGE_RISCV_QEMU:-qemu-system-riscv32}
for tool in "$compiler" "$emulator"; do
    command -v "$tool" > /dev/null || { echo "$tool is missing; the head of this script says which packages it is in" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-march=rv32imc -mabi=ilp32 --specs=picolibc.specs -O2 -std=c11 -Wall -Wextra -Wconversion -ffunction-sections -fdata-sections)
sources=("$kernels"/edge_*.c)
includes=(-I"$kernels" -I"$here")
extra=()
if [ $# -gt 0 ]; then
    esp=$1
    [ -f "$esp/include/esp_nn.h" ] || { echo "$esp: there is no include/esp_nn.h; give the folder of an esp-nn checkout" >&2; exit 2; }
    includes+=(-DEDGE_ESP_NN -isystem "$esp/include" -I"$esp/src/common")
    for source in "$esp"/src/convolution/*_ansi.c "$esp"/src/convolution/*_opt.c "$esp"/src/fully_connected/*_ansi.c; do
        "$compiler" "${flags[@]}" -w -DCONFIG_NN_OPTIMIZED=1 "${includes[@]}" -c "$source" -o "$work/$(basename "$source" .c).o"
        extra+=("$work/$(basename "$source" .c).o")
    done
    "$compiler" "${flags[@]}" -march=rv32imc_zicsr -DCONFIG_NN_OPTIMIZED=1 "${includes[@]}" -c "$here/bench_esp_nn.c" -o "$work/bench_esp_nn.o"
    extra+=("$work/bench_esp_nn.o")
fi

# Reading the counter is an extension of its own.
"$compiler" "${flags[@]}" -march=rv32imc_zicsr "${includes[@]}" -c "$here/bench.c" -o "$work/bench.o"
"$compiler" "${flags[@]}" "${includes[@]}" "$work/bench.o" "${sources[@]}" ${extra[@]+"${extra[@]}"} -Wl,--gc-sections \
    --crt0=semihost --oslib=semihost -Wl,--defsym=__flash=0x80000000 -Wl,--defsym=__flash_size=0x200000 \
    -Wl,--defsym=__ram=0x80200000 -Wl,--defsym=__ram_size=0x200000 -o "$work/bench.elf"
"$emulator" -M virt -bios none -nographic -icount shift=0 -semihosting-config enable=on,target=native -kernel "$work/bench.elf"
