/* Operators that only move bytes: pad, reshape, transpose, concatenate, resize. */
#include "edge_kernels.h"

EDGE_INLINE void edge_move(uint8_t *target, const uint8_t *source, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
    {
        target[i] = source[i];
    }
}

EDGE_INLINE void edge_set(uint8_t *target, int32_t value, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
    {
        target[i] = (uint8_t)value;
    }
}

void edge_pad(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_rows *input = &stage->inputs[0];
    const edge_rows *output = &stage->output;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        uint8_t *target = edge_row(output, oy);
        int32_t iy = oy - stage->pad_top;
        if (iy < 0 || iy >= input->height)
        {
            edge_set(target, stage->pad_value, output->row_bytes);
            continue;
        }

        const uint8_t *source = edge_row(input, iy);
        int32_t behind = output->channels - stage->pad_front - input->channels;
        edge_set(target, stage->pad_value, stage->pad_left * output->channels);
        target += stage->pad_left * output->channels;
        for (int32_t ix = 0; ix < input->width; ix++)
        {
            edge_set(target, stage->pad_value, stage->pad_front);
            edge_move(target + stage->pad_front, source, input->channels);
            edge_set(target + stage->pad_front + input->channels, stage->pad_value, behind);
            source += input->channels;
            target += output->channels;
        }

        edge_set(target, stage->pad_value, (output->width - stage->pad_left - input->width) * output->channels);
    }
}

void edge_reshape(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_rows *input = &stage->inputs[0];
    int32_t output_bytes = stage->output.row_bytes;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        uint8_t *target = edge_row(&stage->output, oy);
        int64_t element = (int64_t)oy * output_bytes;
        int32_t iy = (int32_t)(element / input->row_bytes);
        int32_t index = (int32_t)(element % input->row_bytes);
        int32_t left = output_bytes;
        while (left > 0)
        {
            int32_t run = input->row_bytes - index < left ? input->row_bytes - index : left;
            edge_move(target, edge_row(input, iy) + index, run);
            target += run;
            left -= run;
            index = 0;
            iy++;
        }
    }
}

void edge_transpose(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_rows *input = &stage->inputs[0];
    const edge_rows *output = &stage->output;
    int32_t p0 = stage->axes % 3;
    int32_t p1 = (stage->axes / 3) % 3;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        uint8_t *target = edge_row(output, oy);
        for (int32_t ox = 0; ox < output->width; ox++)
        {
            for (int32_t oc = 0; oc < output->channels; oc++)
            {
                int32_t iy = p0 == 0 ? oy : p1 == 0 ? ox : oc;
                int32_t ix = p0 == 1 ? oy : p1 == 1 ? ox : oc;
                int32_t ic = p0 == 2 ? oy : p1 == 2 ? ox : oc;
                *target = edge_row(input, iy)[(ix * input->channels) + ic];
                target++;
            }
        }
    }
}

/* Along H, W or C: axes is 0, 1 or 2. */
void edge_concat(const edge_stage *stage, int32_t first, int32_t count)
{
    int32_t step = stage->output.channels;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        uint8_t *target = edge_row(&stage->output, oy);
        int32_t before = 0;
        for (int32_t i = 0; i < stage->input_count; i++)
        {
            const edge_rows *input = &stage->inputs[i];
            int32_t iy = stage->axes == 0 ? oy - before : oy;
            before += input->height;
            if (iy < 0 || iy >= input->height)
            {
                continue;
            }

            const uint8_t *source = edge_row(input, iy);
            for (int32_t ix = 0; ix < input->width; ix++)
            {
                edge_move(target + (ix * step), source, input->channels);
                source += input->channels;
            }

            target += stage->axes == 1 ? input->row_bytes : stage->axes == 2 ? input->channels : 0;
        }
    }
}

/* out[y, x] = in[rows[y], columns[x]]; the maps lie one behind the other. */
void edge_resize(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_rows *input = &stage->inputs[0];
    const int32_t *columns = stage->numbers + stage->output.height;
    for (int32_t oy = first; oy < first + count; oy++)
    {
        const uint8_t *row = edge_row(input, stage->numbers[oy]);
        uint8_t *target = edge_row(&stage->output, oy);
        for (int32_t ox = 0; ox < stage->output.width; ox++)
        {
            edge_move(target, row + (columns[ox] * input->channels), input->channels);
            target += input->channels;
        }
    }
}

/* Rows and columns from pad_top and pad_left on, all channels: the columns of a strip. */
void edge_select(const edge_stage *stage, int32_t first, int32_t count)
{
    const edge_rows *input = &stage->inputs[0];
    for (int32_t oy = first; oy < first + count; oy++)
    {
        edge_move(edge_row(&stage->output, oy), edge_row(input, stage->pad_top + oy) + (stage->pad_left * input->channels), stage->output.row_bytes);
    }
}
