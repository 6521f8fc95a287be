/*
 * One call for each output row: esp-nn wants int8 rows that lie one behind the other, so the rows of the kernel are laid out in
 * scratch, padding included, and it is called with padding 0 (its own reads or writes outside its buffers for some shapes). The
 * filter is laid out once for each call, int8, depthwise as [ky][kx][channel]. esp-nn keeps its scratch in a static variable for each
 * kernel: only one core may call it, so a stage with a worker stays with the C kernels.
 */
#include "edge_esp_nn.h"

#if defined(EDGE_ESP_NN)

#if defined(CONFIG_NN_SKIP_NUDGE)
#error "CONFIG_NN_SKIP_NUDGE gives other results than TFLite's reference: build esp-nn without it"
#endif

#include "esp_nn.h"

/* Pixels below which a 1x1 call of the assembler is slower than C. */
#define EDGE_ESP_NN_PIXELS 8

#define EDGE_ESP_NN_ALIGNMENT 16

/* What a call lays out in the scratch bytes that firmware gives. */
typedef struct edge_layout
{
    uint8_t *next;
    uint8_t *end;
} edge_layout;

/* Aligned bytes, or NULL when there are too few. */
static void *edge_take(edge_layout *layout, int64_t bytes)
{
    uintptr_t start = ((uintptr_t)layout->next + EDGE_ESP_NN_ALIGNMENT - 1) & ~(uintptr_t)(EDGE_ESP_NN_ALIGNMENT - 1);
    if (start > (uintptr_t)layout->end || bytes > (int64_t)((uintptr_t)layout->end - start))
    {
        return 0;
    }

    layout->next = (uint8_t *)start + bytes;
    return (void *)start;
}

static int32_t edge_is_for_esp_nn(const edge_stage *stage, int32_t is_depthwise)
{
    int32_t is_pointwise = is_depthwise == 0 && stage->kernel_h == 1 && stage->kernel_w == 1;
    return stage->result.is_double != 0 && stage->groups == 1 && stage->weight_zero == 128 && stage->worker == 0 && stage->scratch.data != 0
        && stage->pad_top < stage->kernel_h && stage->pad_left < stage->kernel_w && (is_pointwise == 0 || stage->output.width >= EDGE_ESP_NN_PIXELS);
}

/* Filter and biases of channels channel to channel + count - 1; bias + sum u * w = bias + 128 * sum w + sum q * w. */
static void edge_lay_filter(const edge_stage *stage, int32_t is_depthwise, int32_t channel, int32_t count, int8_t *filter, int32_t *biases)
{
    const uint8_t *weights = stage->weights + ((channel - stage->first_channel) * stage->taps);
    for (int32_t oc = 0; oc < count; oc++)
    {
        int32_t sum = 0;
        for (int32_t tap = 0; tap < stage->taps; tap++)
        {
            int32_t w = *weights - 128;
            weights++;
            sum += w;
            filter[is_depthwise != 0 ? (tap * count) + oc : (oc * stage->taps) + tap] = (int8_t)w;
        }

        biases[oc] = (int32_t)((uint32_t)stage->biases[channel - stage->first_channel + oc] + (128u * (uint32_t)sum));
    }
}

/* Channels channel to channel + count - 1 of the rows of output row oy, int8, padding included. */
static void edge_lay_rows(const edge_stage *stage, int32_t oy, int32_t channel, int32_t count, int32_t width, int8_t *rows)
{
    const edge_rows *input = &stage->inputs[0];
    int8_t pad = (int8_t)(input->zero_point - 128);
    for (int32_t ky = 0; ky < stage->kernel_h; ky++)
    {
        int32_t iy = (oy * stage->stride_h) - stage->pad_top + ky;
        const uint8_t *row = iy < 0 || iy >= input->height ? 0 : edge_row(input, iy) + channel;
        for (int32_t x = 0; x < width; x++)
        {
            int32_t ix = x - stage->pad_left;
            const uint8_t *pixel = row == 0 || ix < 0 || ix >= input->width ? 0 : row + (ix * input->channels);
            for (int32_t c = 0; c < count; c++)
            {
                *rows = pixel == 0 ? pad : (int8_t)(pixel[c] ^ 128);
                rows++;
            }
        }
    }
}

static void edge_store_row(const edge_stage *stage, int32_t oy, int32_t channel, int32_t count, const int8_t *results)
{
    uint8_t *output = edge_row(&stage->output, oy) + channel;
    for (int32_t ox = 0; ox < stage->output.width; ox++)
    {
        for (int32_t c = 0; c < count; c++)
        {
            int32_t u = *results + 128;
            results++;
            output[c] = stage->result.table != 0 ? stage->result.table[u] : (uint8_t)u;
        }

        output += stage->output.channels;
    }
}

int32_t edge_esp_nn_convolve(const edge_stage *stage, int32_t is_depthwise, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    if (!edge_is_for_esp_nn(stage, is_depthwise))
    {
        return 0;
    }

    int32_t in_channels = is_depthwise != 0 ? channel_count : stage->inputs[0].channels;
    int32_t width = ((stage->output.width - 1) * stage->stride_w) + stage->kernel_w;
    edge_layout layout = {stage->scratch.data, stage->scratch.data + stage->scratch.length};
    int8_t *filter = edge_take(&layout, (int64_t)stage->taps * channel_count);
    int32_t *biases = edge_take(&layout, (int64_t)channel_count * 4);
    int32_t *multipliers = edge_take(&layout, (int64_t)channel_count * 4);
    int32_t *shifts = edge_take(&layout, (int64_t)channel_count * 4);
    int8_t *rows = edge_take(&layout, (int64_t)stage->kernel_h * width * in_channels);
    int8_t *results = edge_take(&layout, (int64_t)stage->output.width * channel_count);
    if (filter == 0 || biases == 0 || multipliers == 0 || shifts == 0 || rows == 0 || results == 0)
    {
        return 0;
    }

    data_dims_t input = {width, stage->kernel_h, in_channels, 1};
    data_dims_t output = {stage->output.width, 1, channel_count, 1};
    data_dims_t kernel = {stage->kernel_w, stage->kernel_h, is_depthwise != 0 ? channel_count : in_channels, 1};
    conv_params_t conv = {0, stage->result.zero - 128, {stage->stride_w, 1}, {0, 0}, {1, 1}, {stage->result.min - 128, stage->result.max - 128}};
    dw_conv_params_t depthwise = {0, stage->result.zero - 128, 1, {stage->stride_w, 1}, {0, 0}, {1, 1}, {stage->result.min - 128, stage->result.max - 128}};
    int bytes = is_depthwise != 0 ? esp_nn_get_depthwise_conv_scratch_size(&input, &kernel, &output, &depthwise)
                                  : esp_nn_get_conv_scratch_size(&input, &kernel, &output, &conv);
    void *scratch = edge_take(&layout, bytes);
    if (scratch == 0)
    {
        return 0;
    }

    int32_t index = channel - stage->first_channel;
    for (int32_t i = 0; i < channel_count; i++)
    {
        multipliers[i] = stage->channel_multipliers[index + i];
        shifts[i] = stage->channel_shifts[index + i];
    }

    quant_data_t quant = {shifts, multipliers};
    edge_lay_filter(stage, is_depthwise, channel, channel_count, filter, biases);
    for (int32_t oy = first; oy < first + count; oy++)
    {
        edge_lay_rows(stage, oy, is_depthwise != 0 ? channel : 0, in_channels, width, rows);
        if (is_depthwise != 0)
        {
            esp_nn_set_depthwise_conv_scratch_buf(scratch);
            esp_nn_depthwise_conv_s8(&input, rows, &kernel, filter, biases, &output, results, &depthwise, &quant);
        }
        else
        {
            esp_nn_set_conv_scratch_buf(scratch);
            esp_nn_conv_s8(&input, rows, &kernel, filter, biases, &output, results, &conv, &quant);
        }

        edge_store_row(stage, oy, channel, channel_count, results);
    }

    return 1;
}

#else

int32_t edge_esp_nn_convolve(const edge_stage *stage, int32_t is_depthwise, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    (void)stage;
    (void)is_depthwise;
    (void)first;
    (void)count;
    (void)channel;
    (void)channel_count;
    return 0;
}

#endif
