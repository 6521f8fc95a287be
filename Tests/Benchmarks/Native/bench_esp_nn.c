/* Lays a layer out as esp-nn wants it (int8, depthwise filters [ky][kx][channel]) and counts one call. */
#include "bench_esp_nn.h"

#include "bench_count.h"
#include "esp_nn.h"

#define BENCH_BYTES (64 * 1024)

static int8_t s_input[BENCH_BYTES];
static int8_t s_filter[BENCH_BYTES];
static int8_t s_output[BENCH_BYTES];
static int32_t s_bias[256];
static int32_t s_multipliers[256];
static int32_t s_shifts[256];
static int64_t s_scratch[BENCH_BYTES / 4];

double bench_esp_nn(const edge_stage *stage, int32_t is_depthwise, uint32_t check)
{
    const edge_rows *in = &stage->inputs[0];
    const edge_rows *out = &stage->output;
    const uint8_t *u = edge_row(in, 0);
    for (int32_t i = 0; i < in->height * in->row_bytes; i++)
    {
        s_input[i] = (int8_t)(u[i] - 128);
    }

    for (int32_t oc = 0; oc < out->channels; oc++)
    {
        int32_t sum = 0;
        for (int32_t tap = 0; tap < stage->taps; tap++)
        {
            int8_t w = (int8_t)(stage->weights[(oc * stage->taps) + tap] - 128);
            s_filter[is_depthwise != 0 ? (tap * out->channels) + oc : (oc * stage->taps) + tap] = w;
            sum += w;
        }

        s_bias[oc] = stage->biases[oc] + (128 * sum);
        s_multipliers[oc] = stage->channel_multipliers[oc];
        s_shifts[oc] = stage->channel_shifts[oc];
    }

    data_dims_t input = {in->width, in->height, in->channels, 1};
    data_dims_t output = {out->width, out->height, out->channels, 1};
    data_dims_t filter = {stage->kernel_w, stage->kernel_h, is_depthwise != 0 ? out->channels : in->channels, 1};
    quant_data_t quant = {s_shifts, s_multipliers};
    uint32_t start;
    uint32_t instructions;
    if (is_depthwise != 0)
    {
        dw_conv_params_t parameters = {0, 0, 1, {stage->stride_w, stage->stride_h}, {stage->pad_left, stage->pad_top}, {1, 1}, {-128, 127}};
        esp_nn_set_depthwise_conv_scratch_buf(s_scratch);
        start = bench_instructions();
        esp_nn_depthwise_conv_s8(&input, s_input, &filter, s_filter, s_bias, &output, s_output, &parameters, &quant);
        instructions = bench_instructions() - start;
    }
    else
    {
        conv_params_t parameters = {0, 0, {stage->stride_w, stage->stride_h}, {stage->pad_left, stage->pad_top}, {1, 1}, {-128, 127}};
        esp_nn_set_conv_scratch_buf(s_scratch);
        start = bench_instructions();
        esp_nn_conv_s8(&input, s_input, &filter, s_filter, s_bias, &output, s_output, &parameters, &quant);
        instructions = bench_instructions() - start;
    }

    uint32_t sum = 0;
    for (int32_t i = 0; i < out->height * out->row_bytes; i++)
    {
        sum = (sum * 31) + (uint8_t)(s_output[i] + 128);
    }

    return sum == check ? (double)instructions : 0.0;
}
