/* Whether shapes and attributes of an operator fit each other, as its kernel relies on. */
#include "edge_stage.h"

static int32_t edge_has_window(const edge_stage *stage)
{
    return edge_is_in(stage->kernel_h, 1, 65535) && edge_is_in(stage->kernel_w, 1, 65535)
        && edge_is_in(stage->stride_h, 1, 65535) && edge_is_in(stage->stride_w, 1, 65535)
        && edge_is_in(stage->pad_top, 0, 65535) && edge_is_in(stage->pad_left, 0, 65535)
        && (int64_t)stage->output.height * stage->stride_h <= EDGE_MAX_POSITION && (int64_t)stage->output.width * stage->stride_w <= EDGE_MAX_POSITION;
}

static int32_t edge_is_convolution(const edge_stage *stage)
{
    int32_t in = stage->inputs[0].channels;
    int32_t out = stage->output.channels;
    if (!edge_has_window(stage) || stage->groups < 1 || !edge_is_in(stage->weight_zero, 0, 255))
    {
        return 0;
    }

    int64_t taps = (int64_t)stage->kernel_h * stage->kernel_w;
    if (stage->op_code == EDGE_OP_DEPTHWISE)
    {
        return stage->taps == taps && (int64_t)in * stage->groups == out;
    }

    return in % stage->groups == 0 && out % stage->groups == 0 && taps <= EDGE_MAX_POSITION && stage->taps == taps * (in / stage->groups);
}

static int32_t edge_broadcasts(const edge_rows *input, const edge_rows *output)
{
    return (input->height == 1 || input->height == output->height) && (input->width == 1 || input->width == output->width)
        && (input->channels == 1 || input->channels == output->channels);
}

static int32_t edge_is_same(const edge_rows *a, const edge_rows *b)
{
    return a->height == b->height && a->width == b->width && a->channels == b->channels;
}

static int32_t edge_dimension(const edge_rows *rows, int32_t axis)
{
    return axis == 0 ? rows->height : axis == 1 ? rows->width : rows->channels;
}

static int32_t edge_is_transposed(const edge_stage *stage)
{
    int32_t p0 = stage->axes % 3;
    int32_t p1 = (stage->axes / 3) % 3;
    int32_t p2 = stage->axes / 9;
    const edge_rows *input = &stage->inputs[0];
    return edge_is_in(stage->axes, 0, 26) && p0 != p1 && p1 != p2 && p0 != p2 && stage->output.height == edge_dimension(input, p0)
        && stage->output.width == edge_dimension(input, p1) && stage->output.channels == edge_dimension(input, p2);
}

static int32_t edge_is_concatenated(const edge_stage *stage)
{
    int64_t sum = 0;
    if (!edge_is_in(stage->axes, 0, 2))
    {
        return 0;
    }

    for (int32_t i = 0; i < stage->input_count; i++)
    {
        for (int32_t axis = 0; axis < 3; axis++)
        {
            if (axis != stage->axes && edge_dimension(&stage->inputs[i], axis) != edge_dimension(&stage->output, axis))
            {
                return 0;
            }
        }

        sum += edge_dimension(&stage->inputs[i], stage->axes);
    }

    return sum == edge_dimension(&stage->output, stage->axes);
}

static int32_t edge_is_mean(const edge_stage *stage)
{
    const edge_rows *input = &stage->inputs[0];
    return edge_is_in(stage->axes, 1, 7) && stage->output.height == ((stage->axes & 1) != 0 ? 1 : input->height)
        && stage->output.width == ((stage->axes & 2) != 0 ? 1 : input->width) && stage->output.channels == ((stage->axes & 4) != 0 ? 1 : input->channels);
}

int32_t edge_fits(const edge_stage *stage)
{
    const edge_rows *input = &stage->inputs[0];
    const edge_rows *output = &stage->output;
    switch (stage->op_code)
    {
        case EDGE_OP_CONV2D:
        case EDGE_OP_DEPTHWISE:
            return stage->input_count == 1 && edge_is_convolution(stage);
        case EDGE_OP_ADD:
        case EDGE_OP_MUL:
        case EDGE_OP_PRELU:
            return stage->input_count == 2 && edge_broadcasts(input, output) && edge_broadcasts(&stage->inputs[1], output)
                && edge_is_in(stage->left_shift, 0, 22) && edge_is_in(stage->sign, -1, 1)
                && (stage->op_code != EDGE_OP_ADD || stage->result.is_double != 0 || (edge_is_in(stage->shifts[0], -30, -1)
                        && edge_is_in(stage->multipliers[0], 0, (1 << 21) - 1) && edge_is_in(stage->multipliers[1], 0, (1 << 21) - 1)));
        case EDGE_OP_AVERAGE_POOL:
        case EDGE_OP_MAX_POOL:
            return stage->input_count == 1 && input->channels == output->channels && edge_has_window(stage);
        case EDGE_OP_MEAN:
            return stage->input_count == 1 && edge_is_mean(stage);
        case EDGE_OP_PAD:
            return stage->input_count == 1 && stage->pad_top >= 0 && stage->pad_left >= 0 && stage->pad_front >= 0
                && (int64_t)input->width + stage->pad_left <= output->width && (int64_t)input->channels + stage->pad_front <= output->channels;
        case EDGE_OP_SELECT:
            return stage->input_count == 1 && stage->stride_h == 1 && stage->stride_w == 1 && stage->pad_top >= 0 && stage->pad_left >= 0
                && stage->pad_front == 0 && input->channels == output->channels && (int64_t)output->height + stage->pad_top <= input->height
                && (int64_t)output->width + stage->pad_left <= input->width;
        case EDGE_OP_RESHAPE:
            return stage->input_count == 1 && (int64_t)input->height * input->row_bytes == (int64_t)output->height * output->row_bytes;
        case EDGE_OP_TRANSPOSE:
            return stage->input_count == 1 && edge_is_transposed(stage);
        case EDGE_OP_TABLE:
            return stage->input_count == 1 && edge_is_same(input, output) && stage->result.table != 0;
        case EDGE_OP_SOFTMAX:
            return stage->input_count == 1 && edge_is_same(input, output);
        case EDGE_OP_CONCAT:
            return stage->input_count >= 1 && edge_is_concatenated(stage);
        case EDGE_OP_RESIZE:
            return stage->input_count == 1 && input->channels == output->channels;
        default:
            return 1;
    }
}
