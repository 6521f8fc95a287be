/*
 * Depthwise 3x3, stride 1, channel after channel. Each column of three inputs is loaded once and goes into the sums of three
 * outputs; weights and sums stay in registers. A row outside the image takes part as one inside whose weights are 0, and what
 * padding adds there is part of the bias. Channels with an unusual multiplier go the general way.
 */
#include "edge_slide.h"

EDGE_INLINE void edge_slide_channels(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end, int32_t is_double, int32_t has_table)
{
    const edge_exit way = {stage->result.min, stage->result.max, stage->result.table};
    int32_t step = stage->inputs[0].channels; /* of the output too */
    int32_t width = stage->inputs[0].width;
    int32_t left = stage->pad_left;
    int32_t columns = stage->output.width + 2; /* column v is input column v - left */
    int32_t inside_end = left + width < columns ? left + width : columns;
    int32_t bulk = inside_end > 2 ? inside_end - 2 : 0; /* columns inside, each of which ends an output */
    uint32_t pad = (uint32_t)stage->inputs[0].zero_point;
    uint32_t weight_zero = (uint32_t)stage->weight_zero;
    int32_t is_partly_outside = slide->is_inside[0] == 0 || slide->is_inside[1] == 0 || slide->is_inside[2] == 0;
    for (int32_t oc = channel; oc < end; oc++)
    {
        int32_t index = oc - stage->first_channel;
        const edge_scale scale = edge_make_scale(stage->channel_multipliers[index], stage->channel_shifts[index], stage->result.zero);
        if (scale.right_shift < 0)
        {
            edge_depthwise_general(stage, slide->oy, 1, oc, 1);
            continue;
        }

        const uint8_t *w = stage->weights + (9 * index);
        uint32_t bias = (uint32_t)stage->biases[index];
        uint8_t copy[9];
        if (is_partly_outside != 0)
        {
            bias += edge_leave_rows(stage, slide, w, copy);
            w = copy;
        }

        const uint32_t w00 = w[0] - weight_zero, w01 = w[1] - weight_zero, w02 = w[2] - weight_zero;
        const uint32_t w10 = w[3] - weight_zero, w11 = w[4] - weight_zero, w12 = w[5] - weight_zero;
        const uint32_t w20 = w[6] - weight_zero, w21 = w[7] - weight_zero, w22 = w[8] - weight_zero;
        const uint8_t *r0 = slide->rows[0] + oc;
        const uint8_t *r1 = slide->rows[1] + oc;
        const uint8_t *r2 = slide->rows[2] + oc;
        uint8_t *output = slide->output + oc;
        uint32_t pad_sum = pad * (w00 + w10 + w20);

        /* Columns 0 and 1 end no output: a is the sum so far of the output that column 2 ends, b of the next one. */
        uint32_t b = bias + pad_sum;
        uint32_t a = b + (pad * (w01 + w11 + w21));
        if (left == 0)
        {
            b = bias + (*r0 * w00) + (*r1 * w10) + (*r2 * w20);
            r0 += step;
            r1 += step;
            r2 += step;
        }

        if (left <= 1 && left + width > 1)
        {
            a = b + (*r0 * w01) + (*r1 * w11) + (*r2 * w21);
            b = bias + (*r0 * w00) + (*r1 * w10) + (*r2 * w20);
            r0 += step;
            r1 += step;
            r2 += step;
        }
        else
        {
            a = b + (pad * (w01 + w11 + w21));
            b = bias + pad_sum;
        }

        const uint8_t *bulk_end = r0 + (bulk * step);
        while (r0 != bulk_end)
        {
            uint32_t u = *r0;
            uint32_t sum = a + (u * w02);
            r0 += step;
            a = b + (u * w01);
            b = bias + (u * w00);
            EDGE_HOLD3(sum, a, b);
            u = *r1;
            r1 += step;
            sum += u * w12;
            a += u * w11;
            b += u * w10;
            EDGE_HOLD3(sum, a, b);
            u = *r2;
            r2 += step;
            sum += u * w22;
            a += u * w21;
            b += u * w20;
            EDGE_HOLD3(sum, a, b);
            *output = edge_leave(&way, sum, &scale, is_double, has_table);
            output += step;
        }

        for (int32_t v = bulk + 2; v < columns; v++)
        {
            *output = edge_leave(&way, a + (pad * (w02 + w12 + w22)), &scale, is_double, has_table);
            output += step;
            a = b + (pad * (w01 + w11 + w21));
            b = bias + pad_sum;
        }
    }
}

EDGE_SLIDE(edge_depthwise_3x3, edge_slide_channels)
