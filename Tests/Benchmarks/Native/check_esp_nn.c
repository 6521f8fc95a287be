/* Random convolutions with double rounding: the kernels' bytes against those of the path through esp-nn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge_esp_nn.h"

#define CHECK_BYTES (256 * 1024)

static uint8_t s_input[CHECK_BYTES];
static uint8_t s_expected[CHECK_BYTES];
static uint8_t s_actual[CHECK_BYTES];
static uint8_t s_weights[CHECK_BYTES];
static uint8_t s_scratch[CHECK_BYTES];
static int32_t s_parameters[3 * 256];
static uint32_t s_seed;

static int32_t check_random(int32_t bound)
{
    s_seed = (s_seed * 1664525u) + 1013904223u;
    return (int32_t)((s_seed >> 8) % (uint32_t)bound);
}

static int32_t check_between(int32_t low, int32_t high)
{
    return low + check_random(high - low + 1);
}

static edge_rows check_rows(const edge_bytes *bank, int32_t height, int32_t width, int32_t channels)
{
    static const int32_t band[2] = {0, 0};
    edge_rows rows = {bank, band, 1, height, width, channels, width * channels, check_random(256), height, height};
    return rows;
}

/* One layer; returns -1 when the bytes differ, 0 when esp-nn did not take it, 1 when it did. */
static int check_layer(void)
{
    static const int32_t kernels[] = {1, 1, 3, 3, 5, 7};
    edge_stage stage = {0};
    int32_t is_depthwise = check_random(2);
    int32_t kernel = kernels[check_random(6)];
    int32_t stride = check_between(1, 2), pad = check_random(kernel);
    int32_t height = check_between(kernel, 12), width = check_between(kernel, 20);
    int32_t channels = check_between(1, 40), outputs = is_depthwise ? channels : check_between(1, 40);
    int32_t out_height = ((height + (2 * pad) - kernel) / stride) + 1, out_width = ((width + (2 * pad) - kernel) / stride) + 1;
    int32_t taps = kernel * kernel * (is_depthwise ? 1 : channels);
    edge_bytes input = {s_input, CHECK_BYTES}, output = {s_expected, CHECK_BYTES};
    for (int32_t i = 0; i < height * width * channels; i++)
    {
        s_input[i] = (uint8_t)check_random(256);
    }

    for (int32_t i = 0; i < taps * outputs; i++)
    {
        s_weights[i] = (uint8_t)check_random(256);
    }

    for (int32_t oc = 0; oc < outputs; oc++)
    {
        int32_t sum = 0;
        for (int32_t tap = 0; tap < taps; tap++)
        {
            sum += s_weights[(oc * taps) + tap] - 128;
        }

        s_parameters[oc] = check_between(-2000, 2000) - (128 * sum);
        s_parameters[outputs + oc] = (1 << 30) + check_random(1 << 24) + (check_random(64) << 24);
        s_parameters[(2 * outputs) + oc] = -check_between(4, 12);
    }

    stage.inputs[0] = check_rows(&input, height, width, channels);
    stage.output = check_rows(&output, out_height, out_width, outputs);
    stage.input_count = 1;
    stage.kernel_h = stage.kernel_w = kernel;
    stage.stride_h = stage.stride_w = stride;
    stage.pad_top = stage.pad_left = pad;
    stage.groups = 1;
    stage.weight_zero = 128;
    stage.taps = taps;
    stage.weights = s_weights;
    stage.biases = s_parameters;
    stage.channel_multipliers = s_parameters + outputs;
    stage.channel_shifts = s_parameters + (2 * outputs);
    stage.result.is_double = 1;
    stage.result.zero = check_random(256);
    stage.result.min = check_random(3) == 0 ? stage.result.zero : 0;
    stage.result.max = 255;
    stage.scratch.data = s_scratch;
    stage.scratch.length = CHECK_BYTES;
    int32_t channel = check_random(4) == 0 ? check_random(outputs) : 0;
    int32_t bytes = out_height * out_width * outputs;
    memset(s_expected, 0, (size_t)bytes);
    memset(s_actual, 0, (size_t)bytes);
    if (is_depthwise)
    {
        edge_depthwise(&stage, 0, out_height, channel, outputs - channel);
    }
    else
    {
        edge_conv2d(&stage, 0, out_height, channel, outputs - channel);
    }

    output.data = s_actual;
    if (!edge_esp_nn_convolve(&stage, is_depthwise, 0, out_height, channel, outputs - channel))
    {
        return 0;
    }

    return memcmp(s_expected, s_actual, (size_t)bytes) == 0 ? 1 : -1;
}

int main(void)
{
    int taken = 0;
    for (int i = 0; i < 4000; i++)
    {
        s_seed = (uint32_t)i * 2654435761u;
        int result = check_layer();
        if (result < 0)
        {
            printf("layer %d differs\n", i);
            return 1;
        }

        taken += result;
    }

    printf("%d of 4000 layers ran through esp-nn, all bytes equal\n", taken);
    return taken > 2000 ? 0 : 1;
}
