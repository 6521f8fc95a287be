/* Reads a record, and checks all that decides which memory the kernels touch. */
#include "edge_stage.h"

/* Reads the rows at ints[0]; returns how many ints they take, or a code. */
static int32_t edge_read_rows(const edge_arrays *arrays, const int32_t *ints, int32_t length, edge_rows *rows)
{
    if (length < EDGE_ROWS_INTS)
    {
        return EDGE_BAD_RECORD;
    }

    rows->banks = arrays->banks;
    rows->bands = ints + EDGE_ROWS_INTS;
    rows->height = ints[EDGE_ROWS_HEIGHT];
    rows->width = ints[EDGE_ROWS_WIDTH];
    rows->channels = ints[EDGE_ROWS_CHANNELS];
    rows->zero_point = ints[EDGE_ROWS_ZERO_POINT];
    rows->ring_rows = ints[EDGE_ROWS_RING_ROWS];
    rows->band_rows = ints[EDGE_ROWS_BAND_ROWS];
    rows->band_count = ints[EDGE_ROWS_BAND_COUNT];
    int64_t row_bytes = (int64_t)rows->width * rows->channels;
    if (!edge_is_in(rows->height, 1, EDGE_MAX_POSITION) || rows->width < 1 || rows->channels < 1 || row_bytes > EDGE_MAX_POSITION
        || !edge_is_in(rows->zero_point, 0, 255) || !edge_is_in(rows->ring_rows, 1, rows->height) || !edge_is_in(rows->band_rows, 1, rows->ring_rows))
    {
        return EDGE_BAD_SHAPE;
    }

    rows->row_bytes = (int32_t)row_bytes;
    if (rows->band_count != (rows->ring_rows + rows->band_rows - 1) / rows->band_rows || rows->band_count > (length - EDGE_ROWS_INTS) / 2)
    {
        return EDGE_BAD_RECORD;
    }

    int32_t left = rows->ring_rows;
    for (int32_t band = 0; band < rows->band_count; band++)
    {
        int32_t bank = rows->bands[2 * band];
        int32_t offset = rows->bands[(2 * band) + 1];
        int32_t band_rows = left < rows->band_rows ? left : rows->band_rows;
        left -= band_rows;
        if (!edge_is_in(bank, 0, arrays->bank_count - 1) || offset < 0 || offset + (band_rows * row_bytes) > arrays->banks[bank].length)
        {
            return EDGE_BAD_ARRAY;
        }
    }

    return EDGE_ROWS_INTS + (2 * rows->band_count);
}

static int32_t edge_read_result(const edge_arrays *arrays, const int32_t *record, edge_result *result)
{
    int32_t bank = record[EDGE_RECORD_TABLE_BANK];
    int32_t offset = record[EDGE_RECORD_TABLE_OFFSET];
    result->is_double = record[EDGE_RECORD_IS_DOUBLE];
    result->zero = record[EDGE_RECORD_RESULT_ZERO_POINT];
    result->min = record[EDGE_RECORD_ACTIVATION_MIN];
    result->max = record[EDGE_RECORD_ACTIVATION_MAX];
    result->table = 0;
    if (!edge_is_in(result->zero, 0, 255) || !edge_is_in(result->min, 0, 255) || !edge_is_in(result->max, result->min, 255))
    {
        return EDGE_BAD_SHAPE;
    }

    if (bank >= 0)
    {
        if (bank >= arrays->bank_count || offset < 0 || arrays->banks[bank].length < 256 || offset > arrays->banks[bank].length - 256)
        {
            return EDGE_BAD_ARRAY;
        }

        result->table = arrays->banks[bank].data + offset;
    }

    return EDGE_OK;
}

/* A convolution's weights and parameters; channels: those that are loaded. */
static int32_t edge_read_weights(const edge_arrays *arrays, const int32_t *record, edge_stage *stage)
{
    int32_t base = record[EDGE_RECORD_BIAS_BASE];
    int32_t stride = record[EDGE_RECORD_PARAMETER_STRIDE];
    int32_t bank = record[EDGE_RECORD_WEIGHT_BANK];
    int32_t offset = record[EDGE_RECORD_WEIGHT_OFFSET];
    int32_t channels = stage->output.channels;
    stage->first_channel = record[EDGE_RECORD_FIRST_CHANNEL];
    if (record[EDGE_RECORD_BLOCK_CHANNELS] > 0)
    {
        channels = channels - stage->first_channel < record[EDGE_RECORD_BLOCK_CHANNELS] ? channels - stage->first_channel : record[EDGE_RECORD_BLOCK_CHANNELS];
    }

    if (!edge_is_in(stage->first_channel, 0, stage->output.channels - 1) || bank >= arrays->bank_count || stride < channels)
    {
        return EDGE_BAD_RANGE;
    }

    edge_bytes source = bank < 0 ? arrays->window : arrays->banks[bank];
    if (offset < 0 || offset + ((int64_t)channels * stage->taps) > source.length || base < 0 || base + (2 * (int64_t)stride) + channels > arrays->parameter_count)
    {
        return EDGE_BAD_ARRAY;
    }

    stage->loaded_channels = channels;
    stage->weights = source.data + offset;
    stage->biases = arrays->parameters + base;
    stage->channel_multipliers = stage->biases + stride;
    stage->channel_shifts = stage->channel_multipliers + stride;
    return EDGE_OK;
}

/* Points the stage at its numbers and sums. */
static int32_t edge_read_pools(const edge_arrays *arrays, const int32_t *record, edge_stage *stage)
{
    int32_t base = record[EDGE_RECORD_BIAS_BASE];
    int64_t numbers = stage->op_code == EDGE_OP_SOFTMAX ? 256 : stage->op_code == EDGE_OP_RESIZE ? (int64_t)stage->output.height + stage->output.width : 0;
    if (numbers > 0)
    {
        if (base < 0 || base + numbers > arrays->parameter_count)
        {
            return EDGE_BAD_ARRAY;
        }

        stage->numbers = arrays->parameters + base;
    }

    stage->sum_count = record[EDGE_RECORD_ACCUMULATOR_COUNT];
    if (stage->sum_count != 0)
    {
        int32_t first = record[EDGE_RECORD_ACCUMULATOR_BASE];
        if (stage->sum_count != stage->output.row_bytes)
        {
            return EDGE_BAD_SHAPE;
        }

        if (first < 0 || first > arrays->accumulator_count - stage->sum_count)
        {
            return EDGE_BAD_ARRAY;
        }

        stage->sums = arrays->accumulators + first;
    }

    if (stage->op_code == EDGE_OP_CONV2D || stage->op_code == EDGE_OP_DEPTHWISE)
    {
        return edge_read_weights(arrays, record, stage);
    }

    return EDGE_OK;
}

static int32_t edge_read_attributes(const int32_t *record, edge_stage *stage)
{
    stage->kernel_h = record[EDGE_RECORD_KERNEL_H];
    stage->kernel_w = record[EDGE_RECORD_KERNEL_W];
    stage->stride_h = record[EDGE_RECORD_STRIDE_H];
    stage->stride_w = record[EDGE_RECORD_STRIDE_W];
    stage->pad_top = record[EDGE_RECORD_PAD_TOP];
    stage->pad_left = record[EDGE_RECORD_PAD_LEFT];
    stage->pad_front = record[EDGE_RECORD_PAD_FRONT];
    stage->pad_value = record[EDGE_RECORD_PAD_VALUE];
    stage->groups = record[EDGE_RECORD_GROUPS];
    stage->weight_zero = edge_is_in(record[EDGE_RECORD_WEIGHT_ZERO_POINT], -128, 127) ? record[EDGE_RECORD_WEIGHT_ZERO_POINT] + 128 : -1;
    stage->axes = record[EDGE_RECORD_AXES];
    stage->sign = record[EDGE_RECORD_SIGN];
    stage->left_shift = record[EDGE_RECORD_LEFT_SHIFT];
    stage->taps = record[EDGE_RECORD_TAPS];
    for (int32_t i = 0; i < 3; i++)
    {
        stage->multipliers[i] = record[EDGE_RECORD_MULTIPLIERS + i];
        stage->shifts[i] = record[EDGE_RECORD_SHIFTS + i];
        if (!edge_is_in(stage->shifts[i], -31, 30))
        {
            return EDGE_BAD_SHAPE;
        }
    }

    return EDGE_OK;
}

int32_t edge_read_stage(const edge_arrays *arrays, const int32_t *record, int32_t length, edge_stage *stage)
{
    if (length < EDGE_RECORD_INTS || !edge_is_in(record[EDGE_RECORD_LENGTH], EDGE_RECORD_INTS, length)
        || !edge_is_in(record[EDGE_RECORD_INPUT_COUNT], 0, EDGE_MAX_INPUTS))
    {
        return EDGE_BAD_RECORD;
    }

    length = record[EDGE_RECORD_LENGTH];
    stage->op_code = record[EDGE_RECORD_OP_CODE];
    stage->input_count = record[EDGE_RECORD_INPUT_COUNT];
    stage->sums = 0;
    stage->numbers = 0;
    stage->worker = arrays->worker;
    stage->scratch = arrays->scratch;
    int32_t position = EDGE_RECORD_INTS;
    for (int32_t i = -1; i < stage->input_count; i++)
    {
        int32_t taken = edge_read_rows(arrays, record + position, length - position, i < 0 ? &stage->output : &stage->inputs[i]);
        if (taken < 0)
        {
            return taken;
        }

        position += taken;
    }

    int32_t code = edge_read_result(arrays, record, &stage->result);
    code = code == EDGE_OK ? edge_read_attributes(record, stage) : code;
    if (code != EDGE_OK)
    {
        return code;
    }

    return edge_fits(stage) ? edge_read_pools(arrays, record, stage) : EDGE_BAD_SHAPE;
}
