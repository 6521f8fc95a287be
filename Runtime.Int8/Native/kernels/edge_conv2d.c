/*
 * Convolution: pointwise, windows, groups and fully connected layers. acc = bias' + sum u * (w - zw), where bias' already holds
 * -zu * sum(w - zw) over all taps, so that padding counts as zu. Weights are bytes w + 128: sum u * (w + 128) is what the loops
 * add up, and (128 + zw) * sum u is taken off once for each pixel. Sums are modulo 2^32, as the reference's are.
 *
 * Pixels go in pairs (edge_pixels.c). A window's inputs are first laid one behind the other, padding included, which costs a few
 * instructions a tap for all channels together.
 */
#include "edge_bytes.h"
#include "edge_pixels.h"

typedef struct edge_position
{
    int32_t oy;
    int32_t ox;
    uint8_t *output_row;
    const uint8_t *input_row; /* pointwise only */
} edge_position;

/* Lays the inputs of one output pixel and one group one behind the other: [ky][kx][channel of the group]. */
static void edge_gather(const edge_stage *stage, int32_t oy, int32_t ox, int32_t group, uint8_t *patch)
{
    const edge_rows *input = &stage->inputs[0];
    int32_t channels = input->channels;
    int32_t group_channels = channels / stage->groups;
    int32_t left = (ox * stage->stride_w) - stage->pad_left;
    int32_t kx_start = left < 0 ? -left : 0;
    int32_t kx_end = input->width - left < stage->kernel_w ? input->width - left : stage->kernel_w;
    kx_start = kx_start < stage->kernel_w ? kx_start : stage->kernel_w;
    kx_end = kx_end < kx_start ? kx_start : kx_end;
    for (int32_t ky = 0; ky < stage->kernel_h; ky++)
    {
        int32_t iy = (oy * stage->stride_h) - stage->pad_top + ky;
        int32_t row_taps = stage->kernel_w * group_channels;
        if (iy < 0 || iy >= input->height)
        {
            edge_fill(patch, input->zero_point, row_taps);
            patch += row_taps;
            continue;
        }

        const uint8_t *row = edge_row(input, iy) + (group * group_channels);
        edge_fill(patch, input->zero_point, kx_start * group_channels);
        patch += kx_start * group_channels;
        if (group_channels == channels)
        {
            int32_t inside = (kx_end - kx_start) * channels;
            edge_copy(patch, row + ((left + kx_start) * channels), inside);
            patch += inside;
        }
        else
        {
            for (int32_t kx = kx_start; kx < kx_end; kx++)
            {
                edge_copy(patch, row + ((left + kx) * channels), group_channels);
                patch += group_channels;
            }
        }

        edge_fill(patch, input->zero_point, (stage->kernel_w - kx_end) * group_channels);
        patch += (stage->kernel_w - kx_end) * group_channels;
    }
}

/* Many taps: channel after channel, rows in place. */
static void edge_conv_large(const edge_stage *stage, int32_t oy, int32_t ox, int32_t channel, int32_t end, int32_t group, uint8_t *output)
{
    const edge_rows *input = &stage->inputs[0];
    int32_t channels = input->channels;
    int32_t group_channels = channels / stage->groups;
    int32_t left = (ox * stage->stride_w) - stage->pad_left;
    for (; channel < end; channel++)
    {
        const uint8_t *w = stage->weights + (channel * stage->taps);
        uint32_t sum = 0;
        uint32_t inputs = 0;
        for (int32_t ky = 0; ky < stage->kernel_h; ky++)
        {
            int32_t iy = (oy * stage->stride_h) - stage->pad_top + ky;
            const uint8_t *row = iy < 0 || iy >= input->height ? 0 : edge_row(input, iy) + (group * group_channels);
            int32_t kx = 0;
            while (kx < stage->kernel_w)
            {
                int32_t ix = left + kx;
                int32_t is_inside = row != 0 && ix >= 0 && ix < input->width;
                int32_t run = group_channels;
                kx++;
                if (is_inside != 0 && group_channels == channels)
                {
                    int32_t more = stage->kernel_w - kx < input->width - ix - 1 ? stage->kernel_w - kx : input->width - ix - 1;
                    run += more * channels;
                    kx += more;
                }

                if (is_inside != 0)
                {
                    const uint8_t *u = row + (ix * channels);
                    for (int32_t tap = 0; tap < run; tap++)
                    {
                        sum += (uint32_t)u[tap] * w[tap];
                        inputs += u[tap];
                    }
                }
                else
                {
                    sum += (uint32_t)input->zero_point * edge_sum_of(w, run);
                    inputs += (uint32_t)(input->zero_point * run);
                }

                w += run;
            }
        }

        sum += (uint32_t)stage->biases[channel] - ((uint32_t)stage->weight_zero * inputs);
        edge_scale scale = edge_make_scale(stage->channel_multipliers[channel], stage->channel_shifts[channel], stage->result.zero);
        *output = edge_finish(&stage->result, sum, &scale, stage->result.is_double);
        output++;
    }
}

EDGE_INLINE void edge_next_pixel(const edge_stage *stage, edge_position *position, int32_t is_pointwise)
{
    position->ox++;
    if (position->ox == stage->output.width)
    {
        position->ox = 0;
        position->oy++;
        if (position->oy < stage->output.height)
        {
            position->output_row = edge_row(&stage->output, position->oy);
            position->input_row = is_pointwise != 0 ? edge_row(&stage->inputs[0], position->oy * stage->stride_h) : 0;
        }
    }
}

EDGE_INLINE edge_pixel edge_make_pixel(const edge_stage *stage, const edge_position *position, int32_t channel, const uint8_t *inputs)
{
    edge_pixel pixel;
    pixel.inputs = inputs;
    pixel.output = position->output_row + (position->ox * stage->output.channels) + channel;
    pixel.offset = (uint32_t)stage->weight_zero * edge_sum_of(inputs, stage->taps);
    return pixel;
}

/* Pixels of all rows one after the other, so that rows of one pixel go in pairs too. */
static void edge_pointwise(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    int32_t start = channel - stage->first_channel;
    int32_t end = start + channel_count;
    int32_t pixel_step = stage->stride_w * stage->inputs[0].channels;
    int32_t pixels = count * stage->output.width;
    edge_position position = {first, 0, edge_row(&stage->output, first), edge_row(&stage->inputs[0], first * stage->stride_h)};
    for (; pixels >= 2; pixels -= 2)
    {
        edge_pixel p0 = edge_make_pixel(stage, &position, channel, position.input_row + (position.ox * pixel_step));
        edge_next_pixel(stage, &position, 1);
        edge_pixel p1 = edge_make_pixel(stage, &position, channel, position.input_row + (position.ox * pixel_step));
        edge_conv_two(stage, &p0, &p1, start, end);
        if (pixels > 2)
        {
            edge_next_pixel(stage, &position, 1);
        }
    }

    if (pixels > 0)
    {
        edge_pixel p0 = edge_make_pixel(stage, &position, channel, position.input_row + (position.ox * pixel_step));
        edge_conv_one(stage, &p0, start, end);
    }
}

/* Channels [channel, end) that belong to one group. */
static void edge_conv_group(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t end, int32_t group)
{
    _Alignas(4) uint8_t patch0[EDGE_PATCH_BYTES];
    _Alignas(4) uint8_t patch1[EDGE_PATCH_BYTES];
    int32_t start = channel - stage->first_channel;
    int32_t stop = end - stage->first_channel;
    int32_t pixels = count * stage->output.width;
    edge_position position = {first, 0, edge_row(&stage->output, first), 0};
    for (; pixels > 0; pixels--)
    {
        if (stage->taps > EDGE_PATCH_BYTES)
        {
            edge_conv_large(
                stage, position.oy, position.ox, start, stop, group, position.output_row + (position.ox * stage->output.channels) + channel);
        }
        else
        {
            edge_gather(stage, position.oy, position.ox, group, patch0);
            edge_pixel p0 = edge_make_pixel(stage, &position, channel, patch0);
            if (pixels == 1)
            {
                edge_conv_one(stage, &p0, start, stop);
                return;
            }

            edge_next_pixel(stage, &position, 0);
            edge_gather(stage, position.oy, position.ox, group, patch1);
            edge_pixel p1 = edge_make_pixel(stage, &position, channel, patch1);
            edge_conv_two(stage, &p0, &p1, start, stop);
            pixels--;
        }

        if (pixels > 1)
        {
            edge_next_pixel(stage, &position, 0);
        }
    }
}

void edge_conv2d(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    const edge_rows *input = &stage->inputs[0];
    int32_t is_pointwise = stage->kernel_h == 1 && stage->kernel_w == 1 && stage->groups == 1 && stage->pad_top == 0 && stage->pad_left == 0;

    /* A pixel beyond the last one would be padding. */
    int32_t last_row = (stage->output.height - 1) * stage->stride_h;
    int32_t last_column = (stage->output.width - 1) * stage->stride_w;
    if (is_pointwise != 0 && last_row < input->height && last_column < input->width)
    {
        edge_pointwise(stage, first, count, channel, channel_count);
        return;
    }

    /* A fully connected layer over an image whose rows lie one behind the other. */
    int32_t is_whole = stage->kernel_h == input->height && stage->kernel_w == input->width && stage->pad_top == 0 && stage->pad_left == 0;
    if (is_whole != 0 && stage->groups == 1 && stage->output.height == 1 && stage->output.width == 1
        && input->band_count == 1 && input->ring_rows == input->height)
    {
        edge_position position = {0, 0, edge_row(&stage->output, 0), 0};
        edge_pixel pixel = edge_make_pixel(stage, &position, channel, edge_row(input, 0));
        edge_conv_one(stage, &pixel, channel - stage->first_channel, channel - stage->first_channel + channel_count);
        return;
    }

    int32_t channels_per_group = stage->output.channels / stage->groups;
    int32_t end = channel + channel_count;
    while (channel < end)
    {
        int32_t group = channel / channels_per_group;
        int32_t group_end = (group + 1) * channels_per_group;
        group_end = group_end < end ? group_end : end;
        edge_conv_group(stage, first, count, channel, group_end, group);
        channel = group_end;
    }
}
