/*
 * Executed instructions for each MAC of the kernels on RV32IMC, everything included, and the sum of all results so that two builds
 * can be compared. Runs bare on an emulated core; run.sh builds and starts it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench_count.h"
#include "edge_kernels.h"

#ifdef EDGE_ESP_NN
#include "bench_esp_nn.h"
#endif

#define BENCH_BYTES (64 * 1024)
#define BENCH_CHANNELS 256

typedef struct bench_case
{
    const char *name;
    int32_t is_depthwise;
    int32_t height;
    int32_t width;
    int32_t channels;
    int32_t outputs;
    int32_t kernel;
    int32_t stride;
    double target; /* instructions for each MAC, at most; 0 where there is none */
} bench_case;

static const bench_case s_cases[] = {
    {"pointwise 96->24, 8x8", 0, 8, 8, 96, 24, 1, 1, 4.5},
    {"pointwise 24->96, 8x8", 0, 8, 8, 24, 96, 1, 1, 5.5},
    {"pointwise 16->48, 8x8", 0, 8, 8, 16, 48, 1, 1, 6.3},
    {"depthwise 3x3 s1, 96 channels, 8x8", 1, 8, 8, 96, 96, 3, 1, 7.0},
    {"depthwise 3x3 s2, 96 channels, 16x16", 1, 16, 16, 96, 96, 3, 2, 0.0},
    {"depthwise 5x5 s1, 64 channels, 8x8", 1, 8, 8, 64, 64, 5, 1, 6.0},
    {"depthwise 7x7 s1, 64 channels, 8x8", 1, 8, 8, 64, 64, 7, 1, 0.0},
    {"convolution 3x3 s2, 3->16, 32x32", 0, 32, 32, 3, 16, 3, 2, 10.0},
    {"convolution 3x3 s1, 24->24, 8x5", 0, 8, 5, 24, 24, 3, 1, 0.0},
    {"convolution 3x3 s2, 24->72, 8x5", 0, 8, 5, 24, 72, 3, 2, 0.0},
    {"convolution 3x3 s2, 9->24, 16x10", 0, 16, 10, 9, 24, 3, 2, 0.0},
    {"pointwise 12->36, 8x8", 0, 8, 8, 12, 36, 1, 1, 0.0},
    {"fully connected 1024->64", 0, 1, 1, 1024, 64, 1, 1, 4.0},
};

static uint8_t s_input[BENCH_BYTES];
static uint8_t s_output[BENCH_BYTES];
static uint8_t s_weights[BENCH_BYTES];
static int32_t s_biases[BENCH_CHANNELS];
static int32_t s_multipliers[BENCH_CHANNELS];
static int32_t s_shifts[BENCH_CHANNELS];
static uint32_t s_seed;

static uint32_t bench_random(void)
{
    s_seed = (s_seed * 1664525u) + 1013904223u;
    return s_seed >> 8;
}

static edge_rows bench_rows(const edge_bytes *bank, const int32_t *band, int32_t height, int32_t width, int32_t channels)
{
    edge_rows rows = {bank, band, 1, height, width, channels, width * channels, 128, height, height};
    return rows;
}

static void bench_fill(const bench_case *subject, int32_t taps)
{
    s_seed = 7;
    for (int32_t i = 0; i < BENCH_BYTES; i++)
    {
        s_input[i] = (uint8_t)bench_random();
        s_weights[i] = (uint8_t)bench_random();
    }

    for (int32_t i = 0; i < subject->outputs; i++)
    {
        int32_t sum = 0;
        for (int32_t tap = 0; tap < taps; tap++)
        {
            sum += s_weights[(i * taps) + tap] - 128;
        }

        s_biases[i] = (int32_t)(bench_random() % 2001) - 1000 - (128 * sum);
        s_multipliers[i] = (int32_t)((1u << 30) + (bench_random() % (1u << 30)));
        s_shifts[i] = -6 - (int32_t)(bench_random() % 4);
    }
}

/* Runs one case; returns whether it met its target. */
static int bench_run(const bench_case *subject, int32_t is_double)
{
    edge_stage stage = {0};
    int32_t out_height = (subject->height + subject->stride - 1) / subject->stride;
    int32_t out_width = (subject->width + subject->stride - 1) / subject->stride;
    int32_t taps = subject->kernel * subject->kernel * (subject->is_depthwise != 0 ? 1 : subject->channels);
    int32_t padding = ((out_width - 1) * subject->stride) + subject->kernel - subject->width;
    edge_bytes banks[2] = {{s_input, BENCH_BYTES}, {s_output, BENCH_BYTES}};
    static const int32_t bands[4] = {0, 0, 1, 0};
    bench_fill(subject, taps);
    stage.inputs[0] = bench_rows(banks, bands, subject->height, subject->width, subject->channels);
    stage.output = bench_rows(banks, bands + 2, out_height, out_width, subject->outputs);
    stage.input_count = 1;
    stage.kernel_h = subject->kernel;
    stage.kernel_w = subject->kernel;
    stage.stride_h = subject->stride;
    stage.stride_w = subject->stride;
    stage.pad_top = padding > 0 ? padding / 2 : 0;
    stage.pad_left = padding > 0 ? padding / 2 : 0;
    stage.groups = 1;
    stage.weight_zero = 128;
    stage.taps = taps;
    stage.weights = s_weights;
    stage.biases = s_biases;
    stage.channel_multipliers = s_multipliers;
    stage.channel_shifts = s_shifts;
    stage.result.is_double = is_double;
    stage.result.zero = 128;
    stage.result.max = 255;
    uint32_t start = bench_instructions();
    if (subject->is_depthwise != 0)
    {
        edge_depthwise(&stage, 0, out_height, 0, subject->outputs);
    }
    else
    {
        edge_conv2d(&stage, 0, out_height, 0, subject->outputs);
    }

    uint32_t instructions = bench_instructions() - start;
    double macs = (double)out_height * out_width * subject->outputs * taps;
    uint32_t check = 0;
    for (int32_t i = 0; i < out_height * out_width * subject->outputs; i++)
    {
        check = (check * 31) + s_output[i];
    }

    double each = instructions / macs;
    int is_met = subject->target <= 0.0 || each <= subject->target;
    printf("%-38s %s %6.2f", subject->name, is_double != 0 ? "double" : "single", each);
#ifdef EDGE_ESP_NN
    if (is_double != 0)
    {
        printf("   esp-nn %6.2f", bench_esp_nn(&stage, subject->is_depthwise, check) / macs);
    }
#endif
    printf("   check %08lx%s\n", (unsigned long)check, is_met ? "" : "   ABOVE ITS TARGET");
    return is_met;
}

int main(void)
{
    int failures = 0;
    printf("instructions for each MAC\n");
    for (unsigned i = 0; i < sizeof(s_cases) / sizeof(s_cases[0]); i++)
    {
        failures += bench_run(&s_cases[i], 1) ? 0 : 1;
        failures += bench_run(&s_cases[i], 0) ? 0 : 1;
    }

    printf("%d above their target\n", failures);
    exit(failures == 0 ? 0 : 1);
}
