/* The ends of a network: rows of its input and of its outputs, int8 outside and offset binary inside. */
#include "edge_walker.h"

/* int8 to offset binary and back: x ^ 128. */
static void edge_flip(uint8_t *target, const uint8_t *source, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
    {
        target[i] = (uint8_t)(source[i] ^ 128);
    }
}

int32_t edge_read_input(edge_walker *walker, int32_t *frame, int32_t first, int32_t count)
{
    const edge_rows *rows = &walker->stage.output;
    const edge_bytes *input = &walker->arrays->input;
    if (input->data != 0)
    {
        for (int32_t y = first; y < first + count; y++)
        {
            int64_t start = (int64_t)y * rows->row_bytes;
            if (start + rows->row_bytes > input->length)
            {
                return EDGE_BAD_ARRAY;
            }

            edge_flip(edge_row(rows, y), input->data + start, rows->row_bytes);
        }

        return 1;
    }

    int32_t row = frame[EDGE_FRAME_CHANNEL];
    if (row < 0 || row >= count)
    {
        return EDGE_BAD_RECORD;
    }

    if (walker->program[EDGE_PROGRAM_IS_ASKED] != 0)
    {
        walker->program[EDGE_PROGRAM_IS_ASKED] = 0;
        frame[EDGE_FRAME_CHANNEL] = row + 1;
        return row + 1 == count ? 1 : 0;
    }

    int32_t slot = (first + row) % rows->ring_rows;
    int32_t band = slot / rows->band_rows;
    walker->program[EDGE_PROGRAM_BANK] = rows->bands[2 * band];
    walker->program[EDGE_PROGRAM_OFFSET] = rows->bands[(2 * band) + 1] + ((slot % rows->band_rows) * rows->row_bytes);
    return edge_ask(walker, first + row, rows->row_bytes);
}

int32_t edge_write_output(const edge_walker *walker, const int32_t *record, int32_t first, int32_t count)
{
    const edge_rows *rows = &walker->stage.output;
    int32_t id = record[EDGE_RECORD_OPERATOR_ID];
    if (id < 0 || id >= walker->arrays->output_count
        || ((int64_t)first + count) * rows->row_bytes > walker->arrays->outputs[id].length)
    {
        return EDGE_BAD_ARRAY;
    }

    for (int32_t y = first; y < first + count; y++)
    {
        edge_flip(walker->arrays->outputs[id].data + (y * rows->row_bytes), edge_row(rows, y), rows->row_bytes);
    }

    return 1;
}
