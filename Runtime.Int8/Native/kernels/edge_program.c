/* Checks of a group's program, and which rows a stage needs. */
#include "edge_walker.h"

int32_t edge_check_program(const int32_t *program, int32_t length)
{
    if (length < EDGE_PROGRAM_INTS || program[EDGE_PROGRAM_VERSION] != EDGE_RECORD_VERSION || program[EDGE_PROGRAM_LENGTH] > length)
    {
        return EDGE_BAD_RECORD;
    }

    length = program[EDGE_PROGRAM_LENGTH];
    int32_t stages = program[EDGE_PROGRAM_STAGE_COUNT];
    int32_t stack = program[EDGE_PROGRAM_STACK];
    int32_t depth = program[EDGE_PROGRAM_DEPTH];
    int32_t first = EDGE_PROGRAM_INTS + stages;
    if (stages < 1 || stages > length - EDGE_PROGRAM_INTS || stack < first || stack > length || (length - stack) / EDGE_FRAME_INTS < stages
        || depth < -1 || depth > stages || program[EDGE_PROGRAM_ROOT] < 0)
    {
        return EDGE_BAD_RECORD;
    }

    /* Records lie one behind the other: none can be changed by writing into another one. */
    int32_t position = first;
    for (int32_t i = 0; i < stages; i++)
    {
        if (program[EDGE_PROGRAM_INTS + i] != position || position > stack - EDGE_RECORD_INTS || program[position + EDGE_RECORD_LENGTH] < EDGE_RECORD_INTS
            || program[position + EDGE_RECORD_LENGTH] > stack - position)
        {
            return EDGE_BAD_RECORD;
        }

        position += program[position + EDGE_RECORD_LENGTH];
    }

    for (int32_t i = 0; i < depth; i++)
    {
        int32_t stage = program[stack + (i * EDGE_FRAME_INTS) + EDGE_FRAME_STAGE];
        if (stage < 0 || stage >= stages)
        {
            return EDGE_BAD_RECORD;
        }
    }

    return EDGE_OK;
}

int32_t edge_last_row(const edge_stage *stage, int32_t index, int32_t oy)
{
    const edge_rows *input = &stage->inputs[index];
    int64_t row;
    switch (stage->op_code)
    {
        case EDGE_OP_CONV2D:
        case EDGE_OP_DEPTHWISE:
        case EDGE_OP_AVERAGE_POOL:
        case EDGE_OP_MAX_POOL:
            row = ((int64_t)oy * stage->stride_h) - stage->pad_top + stage->kernel_h - 1;
            break;
        case EDGE_OP_PAD:
            row = (int64_t)oy - stage->pad_top;
            break;
        case EDGE_OP_SELECT:
            row = (int64_t)stage->pad_top + oy;
            break;
        case EDGE_OP_RESHAPE:
            row = ((((int64_t)oy + 1) * stage->output.row_bytes) - 1) / input->row_bytes;
            break;
        case EDGE_OP_TRANSPOSE:
            row = stage->axes % 3 == 0 ? oy : input->height - 1;
            break;
        case EDGE_OP_CONCAT:
            row = oy;
            for (int32_t i = 0; i < index && stage->axes == 0; i++)
            {
                row -= stage->inputs[i].height;
            }

            break;
        case EDGE_OP_RESIZE:
            row = stage->numbers[oy];
            break;
        default:
            row = input->height == 1 ? 0 : oy;
            break;
    }

    return row < input->height ? (int32_t)row : input->height - 1;
}
