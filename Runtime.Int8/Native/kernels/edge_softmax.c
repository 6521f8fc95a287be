/*
 * Softmax over channels, as TFLite's reference has it: exponentials from a table of Q0.31 values, their sum in Q12.19, the
 * reciprocal by three Newton-Raphson steps (gemmlowp one_over_one_plus_x_for_x_in_0_1), results at scale 1/256.
 */
#include "edge_fixed.h"

#define EDGE_SUM_INTEGER_BITS 12
#define EDGE_OUTPUT_BITS 8

EDGE_INLINE int32_t edge_shift_left_saturating(int32_t value, int32_t shift)
{
    int64_t wide = (int64_t)value * (INT64_C(1) << shift);
    return wide > INT32_MAX ? INT32_MAX : wide < INT32_MIN ? INT32_MIN : (int32_t)wide;
}

/* 1 / (1 + x) for x in [0, 1), Q0.31 to Q0.31. */
static int32_t edge_reciprocal_of_one_plus(int32_t x)
{
    const int32_t constant_48_over_17 = 1515870810;
    const int32_t constant_minus_32_over_17 = -1010580540;
    int32_t half = (int32_t)(((int64_t)x + INT32_MAX + 1) >> 1);
    int32_t estimate = edge_wrapping_add(constant_48_over_17, edge_saturating_high_product(half, constant_minus_32_over_17));
    for (int32_t i = 0; i < 3; i++)
    {
        int32_t remainder = edge_wrapping_add(1 << 29, -edge_saturating_high_product(half, estimate));
        estimate = edge_wrapping_add(estimate, edge_shift_left_saturating(edge_saturating_high_product(estimate, remainder), 2));
    }

    return edge_shift_left_saturating(estimate, 1);
}

void edge_softmax(const edge_stage *stage, int32_t first, int32_t count)
{
    const int32_t *exponentials = stage->numbers;
    int32_t channels = stage->inputs[0].channels;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        const uint8_t *input = edge_row(&stage->inputs[0], oy);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->inputs[0].width; ox++)
        {
            int32_t max = 0;
            for (int32_t c = 0; c < channels; c++)
            {
                max = input[c] > max ? input[c] : max;
            }

            int32_t sum = 0;
            for (int32_t c = 0; c < channels; c++)
            {
                sum = edge_wrapping_add(sum, edge_divide_by_power_of_two(exponentials[max - input[c]], EDGE_SUM_INTEGER_BITS));
            }

            /* A sum of nothing has no leading one: 31 bits are as far as a shift goes. */
            int32_t headroom = 0;
            while (headroom < 31 && ((uint32_t)sum << headroom) < 0x80000000u)
            {
                headroom++;
            }

            /* The leading one is dropped: what is left is x of 1 / (1 + x), Q0.31; headroom counts the sign bit. */
            int32_t reciprocal = edge_reciprocal_of_one_plus((int32_t)(((uint32_t)sum << headroom) - 0x80000000u));
            int32_t exponent = EDGE_SUM_INTEGER_BITS - headroom + 31 - EDGE_OUTPUT_BITS;
            for (int32_t c = 0; c < channels; c++)
            {
                int32_t product = edge_high_product(reciprocal, exponentials[max - input[c]]);
                int32_t value = edge_divide_by_power_of_two(product, exponent);
                output[c] = (uint8_t)(value > 255 ? 255 : value);
            }

            input += channels;
            output += channels;
        }
    }
}
