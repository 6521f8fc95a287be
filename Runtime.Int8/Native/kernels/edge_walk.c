/* The walk; the order of rows is that of GroupWalker.cs, which the loader has checked all rings with. */
#include "edge_walker.h"

/* Products of one call of a kernel: a larger convolution makes its channels in several. */
#define EDGE_CALL_PRODUCTS 200000

/* Reads a stage's record unless it was the last one read; what is loaded changes with blocks of weights. */
static int32_t edge_load(edge_walker *walker, int32_t stage)
{
    if (walker->loaded == stage)
    {
        return EDGE_OK;
    }

    int32_t *record = edge_record_of(walker, stage);
    int32_t left = walker->program[EDGE_PROGRAM_STACK] - walker->program[EDGE_PROGRAM_INTS + stage];
    int32_t code = edge_read_stage(walker->arrays, record, left, &walker->stage);
    walker->loaded = code == EDGE_OK ? stage : -1;
    return code;
}

/* Pushes a stage whose rows up to last_row are wanted and not there yet. Returns 1 when it did, 0 when they are there, or a code. */
static int32_t edge_demand(edge_walker *walker, int32_t stage, int32_t last_row)
{
    int32_t stages = walker->program[EDGE_PROGRAM_STAGE_COUNT];
    if (stage < 0)
    {
        return 0;
    }

    if (stage >= stages)
    {
        return EDGE_BAD_RECORD;
    }

    if (edge_record_of(walker, stage)[EDGE_RECORD_NEXT_ROW] > last_row)
    {
        return 0;
    }

    if (walker->program[EDGE_PROGRAM_DEPTH] >= stages)
    {
        return EDGE_BAD_RECORD;
    }

    walker->program[EDGE_PROGRAM_DEPTH]++;
    int32_t *frame = edge_top(walker);
    frame[EDGE_FRAME_STAGE] = stage;
    frame[EDGE_FRAME_LAST_ROW] = last_row;
    frame[EDGE_FRAME_PROGRESS] = 0;
    frame[EDGE_FRAME_CHANNEL] = 0;
    return 1;
}

static void edge_spend(edge_walker *walker, int64_t products)
{
    walker->budget = products < walker->budget ? walker->budget - (int32_t)products : 0;
}

/* Channels of one call of a convolution. */
static int32_t edge_call_channels(const edge_stage *stage, const int32_t *record, int32_t count)
{
    int32_t block = record[EDGE_RECORD_BLOCK_CHANNELS];
    if (block > 0)
    {
        return block;
    }

    int64_t each = (int64_t)stage->taps * stage->output.width * count;
    int64_t channels = (EDGE_CALL_PRODUCTS / each) & ~INT64_C(3);
    return channels < 4 ? 4 : channels > stage->output.channels ? stage->output.channels : (int32_t)channels;
}

/* Makes rows of a convolution, a block of channels after the other. Returns 1 when all are made, 0 when there are more, or what to return. */
static int32_t edge_convolve(edge_walker *walker, int32_t *frame, int32_t *record, int32_t first, int32_t count)
{
    edge_stage *stage = &walker->stage;
    int32_t channel = frame[EDGE_FRAME_CHANNEL];
    int32_t block = edge_call_channels(stage, record, count);
    int32_t channels = stage->output.channels - channel < block ? stage->output.channels - channel : block;
    if (record[EDGE_RECORD_BLOCK_CHANNELS] > 0)
    {
        if (walker->program[EDGE_PROGRAM_IS_ASKED] == 0)
        {
            return edge_ask_block(walker, frame[EDGE_FRAME_STAGE], channel, channels);
        }

        /* What lies in the window is another block than when the record was read. */
        walker->program[EDGE_PROGRAM_IS_ASKED] = 0;
        walker->loaded = -1;
        int32_t code = edge_take_block(walker, record, channel, channels);
        code = code == EDGE_OK ? edge_load(walker, frame[EDGE_FRAME_STAGE]) : code;
        if (code != EDGE_OK)
        {
            return code;
        }
    }

    int32_t code = edge_run_stage(stage, EDGE_MAKE_ROWS, first, count, channel, channels);
    if (code != EDGE_OK)
    {
        return code;
    }

    edge_spend(walker, (int64_t)stage->taps * stage->output.width * count * channels);
    frame[EDGE_FRAME_CHANNEL] = channel + channels;
    return channel + channels == stage->output.channels ? 1 : 0;
}

/* Adds rows to the sums of one output row, asking for each first. Returns 1 when the output row is made, 0 when there is more, or a code. */
static int32_t edge_accumulate(edge_walker *walker, int32_t *frame, const int32_t *record, int32_t output_row)
{
    const edge_stage *stage = &walker->stage;
    int32_t is_all = stage->op_code == EDGE_OP_AVERAGE_POOL || (stage->axes & 1) != 0;
    int32_t first = is_all ? 0 : output_row;
    int32_t last = is_all ? stage->inputs[0].height - 1 : output_row;
    int32_t row = first + (frame[EDGE_FRAME_PROGRESS] / 2);
    if (row > last)
    {
        int32_t code = edge_run_stage(stage, EDGE_MAKE_ROWS, output_row, 1, 0, 0);
        return code == EDGE_OK ? 1 : code;
    }

    int32_t is_asked = frame[EDGE_FRAME_PROGRESS] & 1;
    frame[EDGE_FRAME_PROGRESS]++;
    if (is_asked == 0)
    {
        int32_t code = edge_demand(walker, record[EDGE_RECORD_INPUT_STAGES], row);
        return code < 0 ? code : 0;
    }

    edge_spend(walker, stage->inputs[0].row_bytes);
    return edge_run_stage(stage, EDGE_ADD_ROW, row, row == first, 0, 0);
}

/* One step of the stage on top of the stack. Returns EDGE_WALK_DONE to go on, or what to return. */
static int32_t edge_step(edge_walker *walker)
{
    int32_t *frame = edge_top(walker);
    int32_t index = frame[EDGE_FRAME_STAGE];
    int32_t *record = edge_record_of(walker, index);
    int32_t first = record[EDGE_RECORD_NEXT_ROW];
    if (first > frame[EDGE_FRAME_LAST_ROW])
    {
        walker->program[EDGE_PROGRAM_DEPTH]--;
        return EDGE_WALK_DONE;
    }

    int32_t code = edge_load(walker, index);
    const edge_stage *stage = &walker->stage;
    if (code != EDGE_OK)
    {
        return code;
    }

    if (first < 0 || first >= stage->output.height || record[EDGE_RECORD_ROW_STEP] < 1 || frame[EDGE_FRAME_PROGRESS] < 0)
    {
        return EDGE_BAD_RECORD;
    }

    int32_t count = stage->output.height - first;
    if (record[EDGE_RECORD_ACCUMULATES] != 0)
    {
        count = 1;
        code = edge_accumulate(walker, frame, record, first);
    }
    else
    {
        count = count < record[EDGE_RECORD_ROW_STEP] ? count : record[EDGE_RECORD_ROW_STEP];
        if (frame[EDGE_FRAME_PROGRESS] < stage->input_count)
        {
            int32_t input = frame[EDGE_FRAME_PROGRESS];
            frame[EDGE_FRAME_PROGRESS]++;
            code = edge_demand(walker, record[EDGE_RECORD_INPUT_STAGES + input], edge_last_row(stage, input, first + count - 1));
            return code < 0 ? code : EDGE_WALK_DONE;
        }

        switch (stage->op_code)
        {
            case EDGE_OP_CONV2D:
            case EDGE_OP_DEPTHWISE:
                code = edge_convolve(walker, frame, record, first, count);
                if (code == EDGE_WALK_ASKED)
                {
                    return EDGE_WALK_BLOCK;
                }

                break;
            case EDGE_OP_INPUT:
                code = edge_read_input(walker, frame, first, count);
                if (code == EDGE_WALK_ASKED)
                {
                    return EDGE_WALK_INPUT;
                }

                break;
            case EDGE_OP_OUTPUT:
                code = edge_write_output(walker, record, first, count);
                break;
            case EDGE_OP_CONSTANT:
                code = 1;
                break;
            default:
                code = edge_run_stage(stage, EDGE_MAKE_ROWS, first, count, 0, 0);
                edge_spend(walker, (int64_t)stage->output.row_bytes * count);
                code = code == EDGE_OK ? 1 : code;
                break;
        }
    }

    if (code == 1)
    {
        record[EDGE_RECORD_NEXT_ROW] = first + count;
        frame[EDGE_FRAME_PROGRESS] = 0;
        frame[EDGE_FRAME_CHANNEL] = 0;
    }

    return code < 0 ? code : EDGE_WALK_DONE;
}

int32_t edge_walk(const edge_arrays *arrays, int32_t *program, int32_t length, int32_t budget)
{
    edge_walker walker;
    walker.arrays = arrays;
    walker.program = program;
    walker.budget = budget;
    walker.loaded = -1;
    int32_t code = arrays->bank_count < 0 || arrays->bank_count > EDGE_MAX_BANKS ? EDGE_BAD_ARRAY : edge_check_program(program, length);
    if (code != EDGE_OK)
    {
        return code;
    }

    int32_t stages = program[EDGE_PROGRAM_STAGE_COUNT];
    if (budget <= 0)
    {
        /* Only checks what every stage says. */
        for (int32_t i = 0; i < stages && code == EDGE_OK; i++)
        {
            code = edge_load(&walker, i);
        }

        return code;
    }

    if (program[EDGE_PROGRAM_DEPTH] < 0)
    {
        program[EDGE_PROGRAM_DEPTH] = 0;
        program[EDGE_PROGRAM_ROOT] = 0;
        program[EDGE_PROGRAM_IS_ASKED] = 0;
        for (int32_t i = 0; i < stages; i++)
        {
            edge_record_of(&walker, i)[EDGE_RECORD_NEXT_ROW] = 0;
        }
    }

    while (walker.budget > 0)
    {
        if (program[EDGE_PROGRAM_DEPTH] > 0)
        {
            code = edge_step(&walker);
            if (code != EDGE_WALK_DONE)
            {
                return code;
            }

            continue;
        }

        int32_t root = program[EDGE_PROGRAM_ROOT];
        if (root >= stages)
        {
            program[EDGE_PROGRAM_DEPTH] = -1;
            return EDGE_WALK_DONE;
        }

        program[EDGE_PROGRAM_ROOT] = root + 1;
        int32_t *record = edge_record_of(&walker, root);
        if (record[EDGE_RECORD_IS_ROOT] != 0)
        {
            code = edge_load(&walker, root);
            code = code == EDGE_OK ? edge_demand(&walker, root, walker.stage.output.height - 1) : code;
            if (code < 0)
            {
                return code;
            }
        }
    }

    return EDGE_WALK_PAUSE;
}
