/*
 * Operators on two tensors with broadcasting, and tables. A dimension of 1 is repeated: row oy of the output reads row oy of an
 * input, or row 0 where the input has one row.
 */
#include "edge_fixed.h"

typedef struct edge_operand
{
    const uint8_t *row;
    int32_t x_step;
    int32_t c_step;
    int32_t zero;
} edge_operand;

EDGE_INLINE edge_operand edge_make_operand(const edge_rows *rows, int32_t oy)
{
    edge_operand operand;
    operand.row = edge_row(rows, rows->height == 1 ? 0 : oy);
    operand.x_step = rows->width == 1 ? 0 : rows->channels;
    operand.c_step = rows->channels == 1 ? 0 : 1;
    operand.zero = rows->zero_point;
    return operand;
}

EDGE_INLINE edge_scale edge_stage_scale(const edge_stage *stage, int32_t index, int32_t zero)
{
    return edge_make_scale(stage->multipliers[index], stage->shifts[index], zero);
}

void edge_add(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_result result = stage->result;
    edge_scale scale_a = edge_stage_scale(stage, 0, 0);
    edge_scale scale_b = edge_stage_scale(stage, 1, 0);
    edge_scale scale_sum = edge_stage_scale(stage, 2, stage->result.zero);

    /* Single rounding: integer multipliers with one common right shift. |a|, |b| <= 255 and both are below 2^21: the sum stays below 2^30. */
    int32_t shift = -stage->shifts[0];
    int32_t multiplier_a = stage->multipliers[0];
    int32_t multiplier_b = stage->sign * stage->multipliers[1];
    for (int32_t oy = first; oy < first + count; oy++)
    {
        edge_operand a = edge_make_operand(&stage->inputs[0], oy);
        edge_operand b = edge_make_operand(&stage->inputs[1], oy);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->output.width; ox++)
        {
            const uint8_t *pa = a.row + (ox * a.x_step);
            const uint8_t *pb = b.row + (ox * b.x_step);
            for (int32_t oc = 0; oc < stage->output.channels; oc++)
            {
                int32_t value_a = *pa - a.zero;
                int32_t value_b = *pb - b.zero;
                int32_t value;
                if (result.is_double != 0)
                {
                    /* Both terms at 2^left_shift times the common scale; 255 << 22 fits. */
                    int32_t scaled_a = edge_scaled(edge_shift_left(value_a, stage->left_shift), &scale_a, 1);
                    int32_t scaled_b = edge_scaled(edge_shift_left(stage->sign * value_b, stage->left_shift), &scale_b, 1);
                    value = edge_scaled(edge_wrapping_add(scaled_a, scaled_b), &scale_sum, 1);
                }
                else
                {
                    value = (((value_a * multiplier_a) + (value_b * multiplier_b) + (1 << (shift - 1))) >> shift) + result.zero;
                }

                *output = edge_clamp(&result, value);
                output++;
                pa += a.c_step;
                pb += b.c_step;
            }
        }
    }
}

void edge_mul(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_result result = stage->result;
    edge_scale scale = edge_stage_scale(stage, 0, stage->result.zero);
    for (int32_t oy = first; oy < first + count; oy++)
    {
        edge_operand a = edge_make_operand(&stage->inputs[0], oy);
        edge_operand b = edge_make_operand(&stage->inputs[1], oy);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->output.width; ox++)
        {
            const uint8_t *pa = a.row + (ox * a.x_step);
            const uint8_t *pb = b.row + (ox * b.x_step);
            for (int32_t oc = 0; oc < stage->output.channels; oc++)
            {
                int32_t value = edge_scaled((*pa - a.zero) * (*pb - b.zero), &scale, result.is_double);
                *output = edge_clamp(&result, value);
                output++;
                pa += a.c_step;
                pb += b.c_step;
            }
        }
    }
}

void edge_prelu(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_result result = stage->result;
    edge_scale positive = edge_stage_scale(stage, 0, stage->result.zero);
    edge_scale negative = edge_stage_scale(stage, 1, stage->result.zero);
    for (int32_t oy = first; oy < first + count; oy++)
    {
        edge_operand a = edge_make_operand(&stage->inputs[0], oy);
        edge_operand b = edge_make_operand(&stage->inputs[1], oy);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->output.width; ox++)
        {
            const uint8_t *pa = a.row + (ox * a.x_step);
            const uint8_t *pb = b.row + (ox * b.x_step);
            for (int32_t oc = 0; oc < stage->output.channels; oc++)
            {
                int32_t value = *pa - a.zero;
                value = value >= 0
                    ? edge_scaled(value, &positive, result.is_double)
                    : edge_scaled(value * (*pb - b.zero), &negative, result.is_double);
                *output = edge_clamp(&result, value);
                output++;
                pa += a.c_step;
                pb += b.c_step;
            }
        }
    }
}

void edge_table(const edge_stage *stage, int32_t first, int32_t count)
{
    const uint8_t *table = stage->result.table;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        const uint8_t *input = edge_row(&stage->inputs[0], oy);
        uint8_t *output = edge_row(&stage->output, oy);
        for (int32_t i = 0; i < stage->output.row_bytes; i++)
        {
            output[i] = table[input[i]];
        }
    }
}
