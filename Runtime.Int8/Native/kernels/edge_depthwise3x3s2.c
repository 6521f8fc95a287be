/*
 * Depthwise 3x3, stride 2, as edge_depthwise3x3.c. The last column of an output's window is the first one of the next window: six
 * loads for nine products.
 */
#include "edge_slide.h"

EDGE_INLINE void edge_step_channels(const edge_stage *stage, const edge_slide *slide, int32_t channel, int32_t end, int32_t is_double, int32_t has_table)
{
    const edge_exit way = {stage->result.min, stage->result.max, stage->result.table};
    int32_t step = stage->inputs[0].channels; /* of the output too */
    int32_t width = stage->inputs[0].width;
    int32_t left = stage->pad_left; /* 0 or 1 */
    int32_t outputs = stage->output.width;
    int32_t bulk = width - 3 + left < 0 ? 0 : ((width - 3 + left) / 2) + 1; /* outputs whose second and third column are inside */
    bulk = bulk < outputs ? bulk : outputs;
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

        /* The first column: a is the sum so far of the output that is made next. */
        uint32_t a = bias + (pad * (w00 + w10 + w20));
        if (left == 0)
        {
            a = bias + (*r0 * w00) + (*r1 * w10) + (*r2 * w20);
            r0 += step;
            r1 += step;
            r2 += step;
        }

        const uint8_t *bulk_end = r0 + (2 * bulk * step);
        while (r0 != bulk_end)
        {
            uint32_t sum = a + (*r0 * w01);
            r0 += step;
            uint32_t u = *r0;
            r0 += step;
            sum += u * w02;
            a = bias + (u * w00);
            EDGE_HOLD3(sum, a, u);
            sum += *r1 * w11;
            r1 += step;
            u = *r1;
            r1 += step;
            sum += u * w12;
            a += u * w10;
            EDGE_HOLD3(sum, a, u);
            sum += *r2 * w21;
            r2 += step;
            u = *r2;
            r2 += step;
            sum += u * w22;
            a += u * w20;
            EDGE_HOLD3(sum, a, u);
            *output = edge_leave(&way, sum, &scale, is_double, has_table);
            output += step;
        }

        /* The right edge: columns from 2 ox - left + 1 on may be padding. */
        for (int32_t ox = bulk; ox < outputs; ox++)
        {
            int32_t column = (2 * ox) - left + 1;
            uint32_t middle = pad * (w01 + w11 + w21);
            if (column < width)
            {
                middle = (*r0 * w01) + (*r1 * w11) + (*r2 * w21);
            }

            *output = edge_leave(&way, a + middle + (pad * (w02 + w12 + w22)), &scale, is_double, has_table);
            output += step;
            a = bias + (pad * (w00 + w10 + w20));
        }
    }
}

EDGE_SLIDE(edge_depthwise_3x3_stride2, edge_step_channels)
