/*
 * Pools and means. An average over a whole height and a mean add one input row after the other to sums of their own, so that the
 * input needs only a ring of rows. Averages round half away from zero, over the taps inside the image only.
 */
#include "edge_fixed.h"

/* sum / count, ties away from zero; a window without taps gives 0. */
EDGE_INLINE int32_t edge_divide_rounded(int32_t sum, int32_t count)
{
    if (count <= 0)
    {
        return 0;
    }

    int32_t half = count / 2;
    return edge_wrapping_add(sum, sum > 0 ? half : -half) / count;
}

typedef struct edge_span
{
    int32_t start;
    int32_t end;
} edge_span;

/* Taps of a window at origin that lie inside an image of size inputs. */
EDGE_INLINE edge_span edge_inside(int32_t origin, int32_t kernel, int32_t size)
{
    edge_span span;
    span.start = origin < 0 ? -origin : 0;
    span.end = size - origin < kernel ? size - origin : kernel;
    return span;
}

static void edge_pool(const edge_stage *stage, int32_t first, int32_t count, int32_t is_max)
{
    const edge_rows *input = &stage->inputs[0];
    const edge_result result = stage->result;
    int32_t channels = input->channels;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        int32_t top = (oy * stage->stride_h) - stage->pad_top;
        edge_span rows = edge_inside(top, stage->kernel_h, input->height);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->output.width; ox++)
        {
            int32_t left = (ox * stage->stride_w) - stage->pad_left;
            edge_span columns = edge_inside(left, stage->kernel_w, input->width);
            int32_t taps = (rows.end - rows.start) * (columns.end - columns.start);
            for (int32_t oc = 0; oc < channels; oc++)
            {
                int32_t sum = 0;
                int32_t max = 0;
                for (int32_t ky = rows.start; ky < rows.end; ky++)
                {
                    const uint8_t *u = edge_row(input, top + ky) + ((left + columns.start) * channels) + oc;
                    for (int32_t kx = columns.start; kx < columns.end; kx++)
                    {
                        sum += *u - result.zero;
                        max = *u > max ? *u : max;
                        u += channels;
                    }
                }

                *output = edge_clamp(&result, is_max != 0 ? max : edge_divide_rounded(sum, taps) + result.zero);
                output++;
            }
        }
    }
}

void edge_average_pool(const edge_stage *stage, int32_t first, int32_t count)
{
    edge_pool(stage, first, count, 0);
}

void edge_max_pool(const edge_stage *stage, int32_t first, int32_t count)
{
    edge_pool(stage, first, count, 1);
}

void edge_average_pool_add(const edge_stage *stage, int32_t input_row, int32_t is_first)
{
    const edge_rows *input = &stage->inputs[0];
    const uint8_t *row = edge_row(input, input_row);
    int32_t *sums = stage->sums;
    int32_t channels = input->channels;
    int32_t zero = stage->result.zero;
    for (int32_t ox = 0; ox < stage->output.width; ox++)
    {
        int32_t left = (ox * stage->stride_w) - stage->pad_left;
        edge_span columns = edge_inside(left, stage->kernel_w, input->width);
        for (int32_t oc = 0; oc < channels; oc++)
        {
            int32_t sum = is_first != 0 ? 0 : *sums;
            for (int32_t kx = columns.start; kx < columns.end; kx++)
            {
                sum = edge_wrapping_add(sum, row[((left + kx) * channels) + oc] - zero);
            }

            *sums = sum;
            sums++;
        }
    }
}

void edge_average_pool_finish(const edge_stage *stage)
{
    const edge_rows *input = &stage->inputs[0];
    const edge_result result = stage->result;
    uint8_t *output = edge_row(&stage->output, 0);
    const int32_t *sums = stage->sums;
    for (int32_t ox = 0; ox < stage->output.width; ox++)
    {
        int32_t left = (ox * stage->stride_w) - stage->pad_left;
        edge_span columns = edge_inside(left, stage->kernel_w, input->width);
        int32_t taps = input->height * (columns.end - columns.start);
        for (int32_t oc = 0; oc < stage->output.channels; oc++)
        {
            *output = edge_clamp(&result, edge_wrapping_add(edge_divide_rounded(*sums, taps), result.zero));
            output++;
            sums++;
        }
    }
}

/* Axes: 1 = H, 2 = W, 4 = C. */
void edge_mean_add(const edge_stage *stage, int32_t input_row, int32_t is_first)
{
    const edge_rows *input = &stage->inputs[0];
    const uint8_t *row = edge_row(input, input_row);
    int32_t x_step = (stage->axes & 2) != 0 ? 0 : stage->output.channels;
    int32_t c_step = (stage->axes & 4) != 0 ? 0 : 1;
    int32_t channels = input->channels;
    if (is_first != 0)
    {
        for (int32_t i = 0; i < stage->sum_count; i++)
        {
            stage->sums[i] = 0;
        }
    }

    if (x_step == 0 && c_step == 1)
    {
        for (int32_t ic = 0; ic < channels; ic++)
        {
            const uint8_t *u = row + ic;
            int32_t sum = 0;
            for (int32_t ix = 0; ix < input->width; ix++)
            {
                sum += *u;
                u += channels;
            }

            stage->sums[ic] = edge_wrapping_add(stage->sums[ic], sum - (input->width * input->zero_point));
        }

        return;
    }

    for (int32_t ix = 0; ix < input->width; ix++)
    {
        for (int32_t ic = 0; ic < channels; ic++)
        {
            int32_t *sum = stage->sums + (ix * x_step) + (ic * c_step);
            *sum = edge_wrapping_add(*sum, *row - input->zero_point);
            row++;
        }
    }
}

void edge_mean_finish(const edge_stage *stage, int32_t output_row)
{
    uint8_t *output = edge_row(&stage->output, output_row);
    edge_scale scale = edge_make_scale(stage->multipliers[0], stage->shifts[0], stage->result.zero);
    for (int32_t i = 0; i < stage->sum_count; i++)
    {
        output[i] = edge_finish(&stage->result, (uint32_t)stage->sums[i], &scale, stage->result.is_double);
    }
}
