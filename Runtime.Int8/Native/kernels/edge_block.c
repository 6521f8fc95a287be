/* Blocks of streamed weights, as they lie in the blob: biases, multipliers, shifts of some channels, then their weights. */
#include "edge_stage.h"
#include "edge_walker.h"

int32_t edge_ask_block(edge_walker *walker, int32_t stage, int32_t channel, int32_t channels)
{
    const int32_t *record = edge_record_of(walker, stage);
    int64_t bytes = (int64_t)walker->stage.taps + EDGE_PARAMETER_BYTES;
    int64_t first = record[EDGE_RECORD_WEIGHT_POSITION] + (channel * bytes);
    int64_t count = channels * bytes;
    if (!edge_is_in(record[EDGE_RECORD_WEIGHT_POSITION], 0, INT32_MAX) || first + count > INT32_MAX)
    {
        return EDGE_BAD_RANGE;
    }

    return edge_ask(walker, (int32_t)first, (int32_t)count);
}

int32_t edge_take_block(const edge_walker *walker, int32_t *record, int32_t channel, int32_t channels)
{
    const edge_arrays *arrays = walker->arrays;
    int32_t bank = record[EDGE_RECORD_WEIGHT_BANK];
    int32_t base = record[EDGE_RECORD_BIAS_BASE];
    int32_t stride = record[EDGE_RECORD_PARAMETER_STRIDE];
    int32_t start = walker->program[EDGE_PROGRAM_WINDOW_START];
    if (bank >= arrays->bank_count || !edge_is_in(stride, 0, arrays->parameter_count))
    {
        return EDGE_BAD_RANGE;
    }

    /* edge_decode checks the rest: what it has taken lies within both arrays. */
    edge_bytes window = bank < 0 ? arrays->window : arrays->banks[bank];
    static const int32_t sizes[3] = {4, 4, 1};
    for (int32_t i = 0; i < 3; i++)
    {
        int32_t code = edge_decode(window.data, window.length, start, arrays->parameters, arrays->parameter_count, base, channels, sizes[i]);
        if (code != EDGE_OK)
        {
            return code;
        }

        start += sizes[i] * channels;
        base += stride;
    }

    record[EDGE_RECORD_WEIGHT_OFFSET] = start;
    record[EDGE_RECORD_FIRST_CHANNEL] = channel;
    return EDGE_OK;
}
