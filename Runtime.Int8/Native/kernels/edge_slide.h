/* What the depthwise kernels share that go along a row with sums in registers. */
#ifndef EDGE_SLIDE_H
#define EDGE_SLIDE_H

#include "edge_depthwise.h"

/* One row of outputs. */
typedef struct edge_slide
{
    const uint8_t *rows[3]; /* first pixel, channel 0 */
    uint8_t *output; /* first pixel, channel 0 */
    int32_t oy;
    int32_t is_inside[3];
} edge_slide;

/* Where a channel's values go on their way out, in registers. */
typedef struct edge_exit
{
    int32_t min;
    int32_t max;
    const uint8_t *table;
} edge_exit;

EDGE_INLINE uint8_t edge_leave(const edge_exit *way, uint32_t sum, const edge_scale *scale, int32_t is_double, int32_t has_table)
{
    int32_t value = edge_scale_usual((int32_t)sum, scale, is_double);
    if (value < way->min)
    {
        value = way->min;
        EDGE_STAY_BRANCH();
    }

    if (value > way->max)
    {
        value = way->max;
        EDGE_STAY_BRANCH();
    }

    return has_table != 0 ? way->table[value] : (uint8_t)value;
}

/* A copy of the weights in which rows outside are 0; what they add to every output. */
static EDGE_NOINLINE uint32_t edge_leave_rows(const edge_stage *stage, const edge_slide *slide, const uint8_t *weights, uint8_t *copy)
{
    int32_t sum = 0;
    int32_t zero = stage->weight_zero;
    for (int32_t ky = 0; ky < 3; ky++)
    {
        if (slide->is_inside[ky] != 0)
        {
            copy[0] = weights[0];
            copy[1] = weights[1];
            copy[2] = weights[2];
        }
        else
        {
            sum += weights[0] + weights[1] + weights[2] - (3 * zero);
            copy[0] = copy[1] = copy[2] = (uint8_t)zero;
        }

        copy += 3;
        weights += 3;
    }

    return (uint32_t)(sum * stage->inputs[0].zero_point);
}

/* Finds the three rows of output row oy. */
EDGE_INLINE edge_slide edge_make_slide(const edge_stage *stage, int32_t oy)
{
    const edge_rows *input = &stage->inputs[0];
    edge_slide slide;
    for (int32_t ky = 0; ky < 3; ky++)
    {
        int32_t iy = (oy * stage->stride_h) - stage->pad_top + ky;
        slide.is_inside[ky] = iy >= 0 && iy < input->height;
        iy = iy < 0 ? 0 : iy;
        slide.rows[ky] = edge_row(input, iy < input->height ? iy : input->height - 1);
    }

    slide.output = edge_row(&stage->output, oy);
    slide.oy = oy;
    return slide;
}

/* Defines void name(stage, first, count, channel, channel_count): a copy of channels for each rounding, with and without a table. */
#define EDGE_SLIDE(name, channels) \
    static EDGE_NOINLINE void name##_single(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end) \
    { \
        channels(stage, slide, channel, end, 0, 0); \
    } \
    static EDGE_NOINLINE void name##_single_table(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end) \
    { \
        channels(stage, slide, channel, end, 0, 1); \
    } \
    static EDGE_NOINLINE void name##_double(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end) \
    { \
        channels(stage, slide, channel, end, 1, 0); \
    } \
    static EDGE_NOINLINE void name##_double_table(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end) \
    { \
        channels(stage, slide, channel, end, 1, 1); \
    } \
    void name(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count) \
    { \
        int32_t has_table = stage->result.table != 0; \
        for (int32_t oy = first; oy < first + count; oy++) \
        { \
            edge_slide slide = edge_make_slide(stage, oy); \
            if (stage->result.is_double != 0) \
            { \
                (has_table ? name##_double_table : name##_double)(stage, &slide, channel, channel + channel_count); \
            } \
            else \
            { \
                (has_table ? name##_single_table : name##_single)(stage, &slide, channel, channel + channel_count); \
            } \
        } \
    }

#endif
