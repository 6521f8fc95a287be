/*
 * Sums of one or two pixels and four channels at a time. Six loads for eight products, and everything stays in the registers of a
 * scalar 32-bit core: four pixels would not, two channels would load more.
 */
#include "edge_pixels.h"

EDGE_INLINE void edge_finish_channel(
    const edge_stage *stage, const edge_result *result, int32_t index, int32_t is_double, uint8_t *output0, uint32_t sum0, uint8_t *output1, uint32_t sum1)
{
    edge_scale scale = edge_make_scale(stage->channel_multipliers[index], stage->channel_shifts[index], result->zero);
    *output0 = edge_finish(result, sum0, &scale, is_double);
    if (output1 != 0)
    {
        *output1 = edge_finish(result, sum1, &scale, is_double);
    }
}

#define EDGE_TAP_2X4(tap) \
    { \
        uint32_t u0 = in0[tap]; \
        uint32_t u1 = in1[tap]; \
        uint32_t w = w0[tap]; \
        a0 += u0 * w; \
        b0 += u1 * w; \
        w = w1[tap]; \
        a1 += u0 * w; \
        b1 += u1 * w; \
        w = w2[tap]; \
        a2 += u0 * w; \
        b2 += u1 * w; \
        w = w3[tap]; \
        a3 += u0 * w; \
        b3 += u1 * w; \
        EDGE_HOLD4(a0, a1, a2, a3); \
        EDGE_HOLD4(b0, b1, b2, b3); \
    }

#define EDGE_TAP_1X4(tap) \
    { \
        uint32_t u0 = in0[tap]; \
        a0 += u0 * w0[tap]; \
        a1 += u0 * w1[tap]; \
        a2 += u0 * w2[tap]; \
        a3 += u0 * w3[tap]; \
        EDGE_HOLD4(a0, a1, a2, a3); \
    }

#define EDGE_FOUR_TAPS(TAP, first) \
    TAP(first) \
    TAP((first) + 1) \
    TAP((first) + 2) \
    TAP((first) + 3)

/* Two pixels, channels [channel, end) relative to the stage's first channel. */
EDGE_INLINE void edge_conv_pair(const edge_stage *stage, const edge_pixel *p0, const edge_pixel *p1, int32_t channel, int32_t end, int32_t is_double)
{
    const edge_result result = stage->result;
    int32_t taps = stage->taps;
    const uint8_t *weights = stage->weights + (channel * taps);
    const int32_t *biases = stage->biases + channel;
    const int32_t *multipliers = stage->channel_multipliers + channel;
    const int32_t *shifts = stage->channel_shifts + channel;
    uint32_t offset0 = p0->offset;
    uint32_t offset1 = p1->offset;
    uint8_t *output0 = p0->output;
    uint8_t *output1 = p1->output;
    for (; channel + 4 <= end; channel += 4)
    {
        const uint8_t *in0 = p0->inputs;
        const uint8_t *in1 = p1->inputs;
        const uint8_t *w0 = weights;
        const uint8_t *w1 = w0 + taps;
        const uint8_t *w2 = w1 + taps;
        const uint8_t *w3 = w2 + taps;
        uint32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0;
        uint32_t b0 = 0, b1 = 0, b2 = 0, b3 = 0;
#if EDGE_IS_SCALAR
        const uint8_t *last = in0 + (taps & ~7);
        while (in0 != last)
        {
            EDGE_FOUR_TAPS(EDGE_TAP_2X4, 0)
            EDGE_FOUR_TAPS(EDGE_TAP_2X4, 4)
            in0 += 8;
            in1 += 8;
            w0 += 8;
            w1 += 8;
            w2 += 8;
            w3 += 8;
        }

        if ((taps & 4) != 0)
        {
            EDGE_FOUR_TAPS(EDGE_TAP_2X4, 0)
            in0 += 4;
            in1 += 4;
            w0 += 4;
            w1 += 4;
            w2 += 4;
            w3 += 4;
        }

        for (int32_t tap = 0; tap < (taps & 3); tap++)
        {
            EDGE_TAP_2X4(tap)
        }
#else
        for (int32_t tap = 0; tap < taps; tap++)
        {
            EDGE_TAP_2X4(tap)
        }
#endif
        const uint32_t sums0[4] = {a0 - offset0, a1 - offset0, a2 - offset0, a3 - offset0};
        const uint32_t sums1[4] = {b0 - offset1, b1 - offset1, b2 - offset1, b3 - offset1};
        for (int32_t i = 0; i < 4; i++)
        {
            uint32_t bias = (uint32_t)biases[i];
            edge_scale scale = edge_make_scale(multipliers[i], shifts[i], result.zero);
            output0[i] = edge_finish(&result, sums0[i] + bias, &scale, is_double);
            output1[i] = edge_finish(&result, sums1[i] + bias, &scale, is_double);
        }

        biases += 4;
        multipliers += 4;
        shifts += 4;
        output0 += 4;
        output1 += 4;
        weights += 4 * taps;
    }

    for (; channel < end; channel++)
    {
        uint32_t a = (uint32_t)stage->biases[channel] - p0->offset;
        uint32_t b = (uint32_t)stage->biases[channel] - p1->offset;
        for (int32_t tap = 0; tap < taps; tap++)
        {
            uint32_t w = weights[tap];
            a += p0->inputs[tap] * w;
            b += p1->inputs[tap] * w;
        }

        edge_finish_channel(stage, &result, channel, is_double, output0, a, output1, b);
        output0++;
        output1++;
        weights += taps;
    }
}

/* One pixel. */
EDGE_INLINE void edge_conv_single(const edge_stage *stage, const edge_pixel *p0, int32_t channel, int32_t end, int32_t is_double)
{
    const edge_result result = stage->result;
    int32_t taps = stage->taps;
    const uint8_t *weights = stage->weights + (channel * taps);
    uint8_t *output = p0->output;
    for (; channel + 4 <= end; channel += 4)
    {
        const uint8_t *in0 = p0->inputs;
        const uint8_t *w0 = weights;
        const uint8_t *w1 = w0 + taps;
        const uint8_t *w2 = w1 + taps;
        const uint8_t *w3 = w2 + taps;
        uint32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0;
#if EDGE_IS_SCALAR
        const uint8_t *last = in0 + (taps & ~7);
        while (in0 != last)
        {
            EDGE_FOUR_TAPS(EDGE_TAP_1X4, 0)
            EDGE_FOUR_TAPS(EDGE_TAP_1X4, 4)
            in0 += 8;
            w0 += 8;
            w1 += 8;
            w2 += 8;
            w3 += 8;
        }

        if ((taps & 4) != 0)
        {
            EDGE_FOUR_TAPS(EDGE_TAP_1X4, 0)
            in0 += 4;
            w0 += 4;
            w1 += 4;
            w2 += 4;
            w3 += 4;
        }

        for (int32_t tap = 0; tap < (taps & 3); tap++)
        {
            EDGE_TAP_1X4(tap)
        }
#else
        for (int32_t tap = 0; tap < taps; tap++)
        {
            EDGE_TAP_1X4(tap)
        }
#endif
        const uint32_t sums[4] = {a0, a1, a2, a3};
        for (int32_t i = 0; i < 4; i++)
        {
            uint32_t bias = (uint32_t)stage->biases[channel + i];
            edge_scale scale = edge_make_scale(stage->channel_multipliers[channel + i], stage->channel_shifts[channel + i], result.zero);
            output[i] = edge_finish(&result, sums[i] + bias - p0->offset, &scale, is_double);
        }

        output += 4;
        weights += 4 * taps;
    }

    for (; channel < end; channel++)
    {
        uint32_t a = (uint32_t)stage->biases[channel] - p0->offset;
        for (int32_t tap = 0; tap < taps; tap++)
        {
            a += (uint32_t)p0->inputs[tap] * weights[tap];
        }

        edge_finish_channel(stage, &result, channel, is_double, output, a, 0, 0);
        output++;
        weights += taps;
    }
}

/* One copy for each rounding. */
static EDGE_NOINLINE void edge_conv_pair_double(const edge_stage *stage, const edge_pixel *p0, const edge_pixel *p1, int32_t channel, int32_t end)
{
    edge_conv_pair(stage, p0, p1, channel, end, 1);
}

static EDGE_NOINLINE void edge_conv_pair_single(const edge_stage *stage, const edge_pixel *p0, const edge_pixel *p1, int32_t channel, int32_t end)
{
    edge_conv_pair(stage, p0, p1, channel, end, 0);
}

void edge_conv_one(const edge_stage *stage, const edge_pixel *p0, int32_t channel, int32_t end)
{
    if (stage->result.is_double != 0)
    {
        edge_conv_single(stage, p0, channel, end, 1);
    }
    else
    {
        edge_conv_single(stage, p0, channel, end, 0);
    }
}

void edge_conv_two(const edge_stage *stage, const edge_pixel *p0, const edge_pixel *p1, int32_t channel, int32_t end)
{
    if (stage->result.is_double != 0)
    {
        edge_conv_pair_double(stage, p0, p1, channel, end);
    }
    else
    {
        edge_conv_pair_single(stage, p0, p1, channel, end);
    }
}
