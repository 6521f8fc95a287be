/* Checks what a call asks for and chooses the kernel. */
#include "edge_split.h"
#include "edge_stage.h"

/* Index maps point inside the image. */
static int32_t edge_maps_fit(const edge_stage *stage, int32_t first, int32_t count)
{
    for (int32_t oy = first; oy < first + count; oy++)
    {
        if (!edge_is_in(stage->numbers[oy], 0, stage->inputs[0].height - 1))
        {
            return 0;
        }
    }

    for (int32_t ox = 0; ox < stage->output.width; ox++)
    {
        if (!edge_is_in(stage->numbers[stage->output.height + ox], 0, stage->inputs[0].width - 1))
        {
            return 0;
        }
    }

    return 1;
}

static int32_t edge_add_row(const edge_stage *stage, int32_t input_row, int32_t is_first)
{
    if (stage->sums == 0 || stage->input_count != 1 || !edge_is_in(input_row, 0, stage->inputs[0].height - 1))
    {
        return EDGE_BAD_RANGE;
    }

    if (stage->op_code == EDGE_OP_MEAN)
    {
        edge_mean_add(stage, input_row, is_first);
    }
    else if (stage->op_code == EDGE_OP_AVERAGE_POOL)
    {
        edge_average_pool_add(stage, input_row, is_first);
    }
    else
    {
        return EDGE_BAD_OPERATOR;
    }

    return EDGE_OK;
}

int32_t edge_run_stage(const edge_stage *stage, int32_t what, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    if (what == EDGE_ADD_ROW)
    {
        return edge_add_row(stage, first, count);
    }

    if (what != EDGE_MAKE_ROWS || !edge_is_in(first, 0, stage->output.height - 1) || !edge_is_in(count, 1, stage->output.height - first))
    {
        return EDGE_BAD_RANGE;
    }

    switch (stage->op_code)
    {
        case EDGE_OP_CONV2D:
        case EDGE_OP_DEPTHWISE:
            if (!edge_is_in(channel, stage->first_channel, stage->first_channel + stage->loaded_channels - 1)
                || !edge_is_in(channel_count, 1, stage->first_channel + stage->loaded_channels - channel))
            {
                return EDGE_BAD_RANGE;
            }

            edge_convolve_channels(stage, stage->op_code == EDGE_OP_DEPTHWISE, first, count, channel, channel_count);
            return EDGE_OK;
        case EDGE_OP_ADD:
            edge_add(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_MUL:
            edge_mul(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_PRELU:
            edge_prelu(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_AVERAGE_POOL:
            if (stage->sums != 0)
            {
                edge_average_pool_finish(stage);
            }
            else
            {
                edge_average_pool(stage, first, count);
            }

            return EDGE_OK;
        case EDGE_OP_MAX_POOL:
            edge_max_pool(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_MEAN:
            if (stage->sums == 0)
            {
                return EDGE_BAD_SHAPE;
            }

            edge_mean_finish(stage, first);
            return EDGE_OK;
        case EDGE_OP_PAD:
            edge_pad(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_SELECT:
            edge_select(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_RESHAPE:
            edge_reshape(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_TRANSPOSE:
            edge_transpose(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_SOFTMAX:
            edge_softmax(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_TABLE:
            edge_table(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_CONCAT:
            edge_concat(stage, first, count);
            return EDGE_OK;
        case EDGE_OP_RESIZE:
            if (!edge_maps_fit(stage, first, count))
            {
                return EDGE_BAD_RANGE;
            }

            edge_resize(stage, first, count);
            return EDGE_OK;
        default:
            return EDGE_BAD_OPERATOR;
    }
}

int32_t edge_version(void)
{
    return EDGE_RECORD_VERSION;
}

int32_t edge_run(
    const edge_arrays *arrays, const int32_t *record, int32_t length, int32_t what, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    if (arrays->bank_count < 0 || arrays->bank_count > EDGE_MAX_BANKS)
    {
        return EDGE_BAD_ARRAY;
    }

    edge_stage stage;
    int32_t code = edge_read_stage(arrays, record, length, &stage);
    return code == EDGE_OK ? edge_run_stage(&stage, what, first, count, channel, channel_count) : code;
}
