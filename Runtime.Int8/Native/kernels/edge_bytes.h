/*
 * Copies, fills and sums of a few bytes. Scalar 32-bit cores take four at a time where addresses are multiples of 4, which those of
 * [x][channel] rows with 4, 8, 12 ... channels mostly are; elsewhere compilers vectorize the plain loops.
 */
#ifndef EDGE_BYTES_H
#define EDGE_BYTES_H

#include "edge_kernels.h"

#if EDGE_IS_SCALAR && defined(__GNUC__)
#define EDGE_HAS_WORDS 1
typedef uint32_t __attribute__((may_alias)) edge_word;
#else
#define EDGE_HAS_WORDS 0
#endif

/* Words whose bytes, in pairs of 16 bits, can be added up: 128 * 2 * 255 < 2^16. */
#define EDGE_SUM_WORDS 128

EDGE_INLINE void edge_copy(uint8_t *target, const uint8_t *source, int32_t count)
{
    int32_t i = 0;
#if EDGE_HAS_WORDS
    if ((((uintptr_t)target | (uintptr_t)source) & 3) == 0)
    {
        for (; i < (count & ~3); i += 4)
        {
            *(edge_word *)(target + i) = *(const edge_word *)(source + i);
        }
    }
#endif
    for (; i < count; i++)
    {
        target[i] = source[i];
    }
}

EDGE_INLINE void edge_fill(uint8_t *target, int32_t value, int32_t count)
{
    int32_t i = 0;
#if EDGE_HAS_WORDS
    if (((uintptr_t)target & 3) == 0)
    {
        for (; i < (count & ~3); i += 4)
        {
            *(edge_word *)(target + i) = (uint32_t)value * 0x01010101u;
        }
    }
#endif
    for (; i < count; i++)
    {
        target[i] = (uint8_t)value;
    }
}

/* Sum of bytes, modulo 2^32. */
EDGE_INLINE uint32_t edge_sum_of(const uint8_t *bytes, int32_t count)
{
    uint32_t sum = 0;
#if EDGE_HAS_WORDS
    if (((uintptr_t)bytes & 3) == 0)
    {
        while (count >= 4)
        {
            int32_t words = count / 4 < EDGE_SUM_WORDS ? count / 4 : EDGE_SUM_WORDS;
            const edge_word *word = (const edge_word *)bytes;
            const edge_word *end = word + words;
            uint32_t pairs = 0;
            for (; word != end; word++)
            {
                pairs += (*word & 0x00FF00FFu) + ((*word >> 8) & 0x00FF00FFu);
            }

            sum += (pairs & 0xFFFFu) + (pairs >> 16);
            bytes += 4 * words;
            count -= 4 * words;
        }
    }
#endif
    for (int32_t i = 0; i < count; i++)
    {
        sum += bytes[i];
    }

    return sum;
}

#endif
