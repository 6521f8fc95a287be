/*
 * Depthwise convolution, channel after channel: output channel oc reads input channel oc / multiplier. Bias, padding and sums as
 * in edge_conv2d.c; weights are made signed as they are loaded. A channel's inputs are laid one behind the other, padding included,
 * for as many output rows as fit; then EDGE_BLOCK outputs of a row are made at a time.
 */
#include "edge_depthwise.h"

/* Outputs at a time: a scalar core has registers for four sums and the inputs of a row; others vectorize eight. */
#if EDGE_IS_SCALAR
#define EDGE_BLOCK 4
#else
#define EDGE_BLOCK 8
#endif

/* Gathered inputs on the stack, int16: rows are cut in tiles that fit. */
#define EDGE_LINE_COUNT 768

/* Where a channel's gathered inputs lie and where its outputs go. */
typedef struct edge_tile
{
    const int16_t *lines;
    int32_t capacity; /* from one line to the next */
    int32_t count; /* outputs of a row */
    uint8_t *output;
    int32_t output_step;
} edge_tile;

/* Lays length inputs of a channel from column left on one behind the other, for each of line_count rows. */
static void edge_gather_lines(const edge_stage *stage, int32_t top, int32_t line_count, int32_t left, int32_t ic, int32_t length, int16_t *lines)
{
    const edge_rows *input = &stage->inputs[0];
    int16_t pad = (int16_t)input->zero_point;
    int32_t channels = input->channels;
    int32_t start = left < 0 ? -left : 0;
    int32_t end = input->width - left < length ? input->width - left : length;
    start = start < length ? start : length;
    end = end < start ? start : end;
    for (int32_t line = 0; line < line_count; line++)
    {
        int32_t iy = top + line;
        int32_t i = 0;
        if (iy >= 0 && iy < input->height)
        {
            const uint8_t *source = edge_row(input, iy) + ((left + start) * channels) + ic;
            for (; i < start; i++)
            {
                lines[i] = pad;
            }

            for (; i < end; i++)
            {
                lines[i] = *source;
                source += channels;
            }
        }

        for (; i < length; i++)
        {
            lines[i] = pad;
        }

        lines += length;
    }
}

/* EDGE_BLOCK outputs from gathered inputs; with a constant width and stride everything is unrolled. */
EDGE_INLINE void edge_make_block(
    const edge_stage *stage, const edge_channel *channel, const edge_tile *tile, const int16_t *lines, uint8_t *output, int32_t kernel_w, int32_t stride,
    int32_t is_double)
{
    const edge_result result = stage->result;
    const edge_scale scale = channel->scale;
    const uint8_t *w = channel->weights;
    const uint8_t *end = w + stage->taps;
    int32_t zero = channel->weight_zero;
    int32_t capacity = tile->capacity;
    uint32_t bias = channel->bias;
#if EDGE_IS_SCALAR
    uint32_t a = bias, b = bias, c = bias, d = bias;
    while (w != end)
    {
#pragma GCC unroll 8
        for (int32_t kx = 0; kx < kernel_w; kx++)
        {
            int32_t weight = w[kx] - zero;
            a += (uint32_t)(lines[kx] * weight);
            b += (uint32_t)(lines[kx + stride] * weight);
            c += (uint32_t)(lines[kx + (2 * stride)] * weight);
            d += (uint32_t)(lines[kx + (3 * stride)] * weight);
            EDGE_HOLD4(a, b, c, d);
        }

        lines += capacity;
        w += kernel_w;
    }

    const uint32_t sums[EDGE_BLOCK] = {a, b, c, d};
#else
    uint32_t sums[EDGE_BLOCK];
    for (int32_t i = 0; i < EDGE_BLOCK; i++)
    {
        sums[i] = bias;
    }

    while (w != end)
    {
        for (int32_t kx = 0; kx < kernel_w; kx++)
        {
            int16_t weight = (int16_t)(w[kx] - zero);
            for (int32_t i = 0; i < EDGE_BLOCK; i++)
            {
                sums[i] += (uint32_t)((int32_t)lines[(i * stride) + kx] * weight);
            }
        }

        lines += capacity;
        w += kernel_w;
    }
#endif
    for (int32_t i = 0; i < EDGE_BLOCK; i++)
    {
        *output = edge_finish(&result, sums[i], &scale, is_double);
        output += tile->output_step;
    }
}

static void edge_make_one(const edge_stage *stage, const edge_channel *channel, const edge_tile *tile, const int16_t *lines, uint8_t *output)
{
    uint32_t sum = channel->bias;
    const uint8_t *w = channel->weights;
    for (int32_t ky = 0; ky < stage->kernel_h; ky++)
    {
        for (int32_t kx = 0; kx < stage->kernel_w; kx++)
        {
            sum += (uint32_t)((int32_t)lines[kx] * (w[kx] - channel->weight_zero));
        }

        w += stage->kernel_w;
        lines += tile->capacity;
    }

    *output = edge_finish(&stage->result, sum, &channel->scale, stage->result.is_double);
}

/* A row of one channel; the last block begins earlier when there are enough outputs, and makes some of them twice. */
EDGE_INLINE void edge_make_row(
    const edge_stage *stage, const edge_channel *channel, const edge_tile *tile, int32_t kernel_w, int32_t stride, int32_t is_double)
{
    for (int32_t ox = 0; ox < tile->count; ox += EDGE_BLOCK)
    {
        int32_t start = ox + EDGE_BLOCK <= tile->count ? ox : tile->count - EDGE_BLOCK;
        edge_make_block(
            stage, channel, tile, tile->lines + (start * stride), tile->output + (start * tile->output_step), kernel_w, stride, is_double);
    }
}

#define EDGE_ROW(name, width, stride) \
    static EDGE_NOINLINE void name(const edge_stage *stage, const edge_channel *channel, const edge_tile *tile) \
    { \
        if (stage->result.is_double != 0) \
        { \
            edge_make_row(stage, channel, tile, width, stride, 1); \
        } \
        else \
        { \
            edge_make_row(stage, channel, tile, width, stride, 0); \
        } \
    }

EDGE_ROW(edge_row_3_1, 3, 1)
EDGE_ROW(edge_row_3_2, 3, 2)
EDGE_ROW(edge_row_5_1, 5, 1)
EDGE_ROW(edge_row_5_2, 5, 2)
EDGE_ROW(edge_row_7_1, 7, 1)
EDGE_ROW(edge_row_7_2, 7, 2)
EDGE_ROW(edge_row_any, stage->kernel_w, stage->stride_w)

static void edge_choose_row(const edge_stage *stage, const edge_channel *channel, const edge_tile *tile)
{
    if (tile->count < EDGE_BLOCK)
    {
        for (int32_t ox = 0; ox < tile->count; ox++)
        {
            edge_make_one(stage, channel, tile, tile->lines + (ox * stage->stride_w), tile->output + (ox * tile->output_step));
        }

        return;
    }

    switch (stage->stride_w > 2 ? 0 : (10 * stage->kernel_w) + stage->stride_w)
    {
        case 31:
            edge_row_3_1(stage, channel, tile);
            break;
        case 32:
            edge_row_3_2(stage, channel, tile);
            break;
        case 51:
            edge_row_5_1(stage, channel, tile);
            break;
        case 52:
            edge_row_5_2(stage, channel, tile);
            break;
        case 71:
            edge_row_7_1(stage, channel, tile);
            break;
        case 72:
            edge_row_7_2(stage, channel, tile);
            break;
        default:
            edge_row_any(stage, channel, tile);
            break;
    }
}

/* Kernels whose lines do not fit on the stack: one output after the other, in place. */
static void edge_depthwise_plain(const edge_stage *stage, int32_t oy, int32_t oc)
{
    const edge_rows *input = &stage->inputs[0];
    edge_channel channel = edge_make_channel(stage, oc);
    uint8_t *output = edge_row(&stage->output, oy) + oc;
    int32_t ic = oc / stage->groups;
    for (int32_t ox = 0; ox < stage->output.width; ox++)
    {
        uint32_t sum = channel.bias;
        const uint8_t *w = channel.weights;
        for (int32_t ky = 0; ky < stage->kernel_h; ky++)
        {
            int32_t iy = (oy * stage->stride_h) - stage->pad_top + ky;
            const uint8_t *row = iy < 0 || iy >= input->height ? 0 : edge_row(input, iy) + ic;
            for (int32_t kx = 0; kx < stage->kernel_w; kx++)
            {
                int32_t ix = (ox * stage->stride_w) - stage->pad_left + kx;
                int32_t u = row != 0 && ix >= 0 && ix < input->width ? row[ix * input->channels] : input->zero_point;
                sum += (uint32_t)(u * (*w - channel.weight_zero));
                w++;
            }
        }

        *output = edge_finish(&stage->result, sum, &channel.scale, stage->result.is_double);
        output += stage->output.channels;
    }
}

/* count rows by tile_count outputs from row first and pixel ox on, all of them from one gathering for each channel. */
static void edge_depthwise_tile(
    const edge_stage *stage, int32_t first, int32_t count, int32_t ox, int32_t tile_count, int32_t channel, int32_t channel_count)
{
    int16_t lines[EDGE_LINE_COUNT];
    int32_t length = ((tile_count - 1) * stage->stride_w) + stage->kernel_w;
    int32_t line_count = ((count - 1) * stage->stride_h) + stage->kernel_h;
    int32_t top = (first * stage->stride_h) - stage->pad_top;
    int32_t left = (ox * stage->stride_w) - stage->pad_left;
    edge_tile tile = {lines, length, tile_count, 0, stage->output.channels};
    for (int32_t oc = channel; oc < channel + channel_count; oc++)
    {
        edge_channel subject = edge_make_channel(stage, oc);
        edge_gather_lines(stage, top, line_count, left, oc / stage->groups, length, lines);
        tile.lines = lines;
        for (int32_t oy = first; oy < first + count; oy++)
        {
            tile.output = edge_row(&stage->output, oy) + (ox * tile.output_step) + oc;
            edge_choose_row(stage, &subject, &tile);
            tile.lines += stage->stride_h * length;
        }
    }
}

void edge_depthwise_general(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    /* Outputs whose inputs fit in the lines: (length - kernel) / stride + 1. */
    int32_t longest = stage->kernel_h > EDGE_LINE_COUNT ? 0 : EDGE_LINE_COUNT / stage->kernel_h;
    int32_t most = longest < stage->kernel_w ? 0 : ((longest - stage->kernel_w) / stage->stride_w) + 1;
    if (most == 0)
    {
        for (int32_t oy = first; oy < first + count; oy++)
        {
            for (int32_t oc = channel; oc < channel + channel_count; oc++)
            {
                edge_depthwise_plain(stage, oy, oc);
            }
        }

        return;
    }

    most = most < stage->output.width ? most : stage->output.width;
    int32_t lines = EDGE_LINE_COUNT / (((most - 1) * stage->stride_w) + stage->kernel_w);
    int32_t most_rows = ((lines - stage->kernel_h) / stage->stride_h) + 1;
    for (int32_t oy = first; oy < first + count; oy += most_rows)
    {
        int32_t rows = first + count - oy < most_rows ? first + count - oy : most_rows;
        for (int32_t ox = 0; ox < stage->output.width; ox += most)
        {
            int32_t outputs = stage->output.width - ox < most ? stage->output.width - ox : most;
            edge_depthwise_tile(stage, oy, rows, ox, outputs, channel, channel_count);
        }
    }
}

void edge_depthwise(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    int32_t is_3x3 = stage->kernel_h == 3 && stage->kernel_w == 3 && stage->groups == 1 && stage->stride_h == stage->stride_w;
    if (is_3x3 != 0 && stage->stride_w == 1 && stage->pad_left <= 2)
    {
        edge_depthwise_3x3(stage, first, count, channel, channel_count);
    }
    else if (is_3x3 != 0 && stage->stride_w == 2 && stage->pad_left <= 1)
    {
        edge_depthwise_3x3_stride2(stage, first, count, channel, channel_count);
    }
    else
    {
        edge_depthwise_general(stage, first, count, channel, channel_count);
    }
}
