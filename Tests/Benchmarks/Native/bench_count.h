/* Executed instructions so far, where the core counts them. */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <stdint.h>

static inline uint32_t bench_instructions(void)
{
#if defined(__riscv)
    uint32_t count;
    __asm__ volatile("csrr %0, minstret" : "=r"(count));
    return count;
#else
    return 0;
#endif
}

#endif
