/*
 * Fixed-point rounding, bit for bit that of the managed FixedPoint. The real multiplier is multiplier * 2^(shift - 31), multiplier
 * 0 or in [2^30, 2^31). Double rounding is TFLite's MultiplyByQuantizedMultiplier (gemmlowp): the high product rounded half up,
 * then a right shift rounded half away from zero; single rounding is one rounding shift.
 */
#ifndef EDGE_FIXED_H
#define EDGE_FIXED_H

#include "edge_kernels.h"

/* Largest right shift of the upper word with which a zero point fits beside the product. */
#define EDGE_MAX_USUAL_SHIFT 21

/* A channel's multiplier, ready for the usual case: a right shift of at least 2, and of at most 22. */
typedef struct edge_scale
{
    int32_t multiplier;
    int32_t half; /* half of the divisor and the zero point times the divisor, in the upper word of the product */
    int32_t right_shift; /* of the upper word; -1: not the usual case */
    int32_t shift;
    int32_t zero;
} edge_scale;

/* (a * b + 2^30) >> 31; b is at least 0. */
EDGE_INLINE int32_t edge_high_product(int32_t a, int32_t b)
{
    return (int32_t)((((int64_t)a * b) + (INT64_C(1) << 30)) >> 31);
}

/* The same for operands that may both be INT32_MIN. */
EDGE_INLINE int32_t edge_saturating_high_product(int32_t a, int32_t b)
{
    return a == b && a == INT32_MIN ? INT32_MAX : edge_high_product(a, b);
}

/* value / 2^exponent, ties away from zero; exponent 0 to 31. */
EDGE_INLINE int32_t edge_divide_by_power_of_two(int32_t value, int32_t exponent)
{
    return exponent == 0 ? value : (int32_t)((value + (INT64_C(1) << ((exponent - 1) & 63)) + (value >> 31)) >> (exponent & 63));
}

/* value << shift, modulo 2^32. */
EDGE_INLINE int32_t edge_shift_left(int32_t value, int32_t shift)
{
    return (int32_t)((uint32_t)value << (shift & 31));
}

EDGE_INLINE int32_t edge_requantize_double(int32_t value, int32_t multiplier, int32_t shift)
{
    return shift > 0
        ? edge_high_product(edge_shift_left(value, shift), multiplier)
        : edge_divide_by_power_of_two(edge_high_product(value, multiplier), (int32_t)(0u - (uint32_t)shift));
}

EDGE_INLINE int32_t edge_requantize_single(int32_t value, int32_t multiplier, int32_t shift)
{
    int32_t total = (int32_t)(31u - (uint32_t)shift);
    return (int32_t)((((int64_t)value * multiplier) + (INT64_C(1) << ((total - 1) & 63))) >> (total & 63));
}

/* Any multiplier and shift: used where there are few results. */
int32_t edge_requantize(int32_t value, int32_t multiplier, int32_t shift, int32_t is_double);

/* zero is added to every result. */
EDGE_INLINE edge_scale edge_make_scale(int32_t multiplier, int32_t shift, int32_t zero)
{
    edge_scale scale;
    int32_t right_shift = (int32_t)(0xFFFFFFFFu - (uint32_t)shift);
    scale.multiplier = multiplier;
    scale.shift = shift;
    scale.zero = zero;
    scale.right_shift = right_shift < 1 || right_shift > EDGE_MAX_USUAL_SHIFT ? -1 : right_shift;
    scale.half = (int32_t)((uint32_t)((2 * zero) + 1) << ((right_shift - 1) & 31));
    return scale;
}

/*
 * Requantizes and adds zero, in the usual case: |upper word| <= 2^30 and half <= (2 * 255 + 1) * 2^20 stay within 32 bits.
 * Single: the half has no bits in the lower word, so the upper word is all that counts. Double: with
 * P = value * multiplier and e = right_shift + 1, both roundings together are (P +- 2^30 + 2^(30 + e)) >> (31 + e), minus for a
 * negative value: the inner floor moves out, and where P is in [-2^30, 0) the inner result is 0 and so is the outer one.
 */
EDGE_INLINE int32_t edge_scale_usual(int32_t value, const edge_scale *scale, int32_t is_double)
{
    int64_t product = (int64_t)value * scale->multiplier;
    int32_t high = (int32_t)(product >> 32);
    if (is_double != 0)
    {
        uint32_t nudge = ((uint32_t)value & 0x80000000u) | 0x40000000u;
        uint32_t low = (uint32_t)product + nudge;
        high += (value >> 31) + (int32_t)(low < nudge);
    }

    return (high + scale->half) >> (scale->right_shift & 31);
}

EDGE_INLINE uint8_t edge_clamp(const edge_result *result, int32_t value)
{
    if (value < result->min)
    {
        value = result->min;
        EDGE_STAY_BRANCH();
    }

    if (value > result->max)
    {
        value = result->max;
        EDGE_STAY_BRANCH();
    }

    return result->table != 0 ? result->table[value] : (uint8_t)value;
}

/* a + b, modulo 2^32. */
EDGE_INLINE int32_t edge_wrapping_add(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

/* Requantizes and adds the scale's zero, whatever its multiplier. */
EDGE_INLINE int32_t edge_scaled(int32_t value, const edge_scale *scale, int32_t is_double)
{
    return scale->right_shift >= 0
        ? edge_scale_usual(value, scale, is_double)
        : edge_wrapping_add(edge_requantize(value, scale->multiplier, scale->shift, is_double), scale->zero);
}

/* From an accumulator to an output byte. */
EDGE_INLINE uint8_t edge_finish(const edge_result *result, uint32_t sum, const edge_scale *scale, int32_t is_double)
{
    return edge_clamp(result, edge_scaled((int32_t)sum, scale, is_double));
}

#endif
