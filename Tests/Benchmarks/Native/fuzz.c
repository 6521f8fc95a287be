/*
 * Random calls of every kernel on arrays of exactly the size they need, half of the records with ints changed. Built with the address
 * and undefined-behaviour sanitizers (sanitize.sh): what the checks of a call let through must touch nothing outside its arrays. The check
 * over the results of right calls is the same for plain and unrolled loops (EDGE_SCALAR).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge_run.h"

#define FUZZ_RECORD_INTS (EDGE_RECORD_INTS + (3 * (EDGE_ROWS_INTS + 4)))

static uint32_t s_seed;
static uint32_t s_check; /* over the results of all calls with right records */

static int32_t fuzz_random(int32_t bound)
{
    s_seed = (s_seed * 1664525u) + 1013904223u;
    return (int32_t)((s_seed >> 8) % (uint32_t)bound);
}

static int32_t fuzz_between(int32_t low, int32_t high)
{
    return low + fuzz_random(high - low + 1);
}

/* Appends rows in one band or two of a new bank; returns the next position. */
static int32_t fuzz_rows(int32_t *record, int32_t position, edge_bytes *banks, int32_t *bank_count, int32_t height, int32_t width, int32_t channels)
{
    int32_t band_rows = height > 1 && fuzz_random(2) ? fuzz_between(1, height) : height;
    int32_t bands = (height + band_rows - 1) / band_rows;
    bands = bands > 2 ? 2 : bands;
    band_rows = bands == 2 ? (height + 1) / 2 : height;
    bands = (height + band_rows - 1) / band_rows;
    int32_t *rows = record + position;
    rows[EDGE_ROWS_HEIGHT] = height;
    rows[EDGE_ROWS_WIDTH] = width;
    rows[EDGE_ROWS_CHANNELS] = channels;
    rows[EDGE_ROWS_ZERO_POINT] = fuzz_random(256);
    rows[EDGE_ROWS_RING_ROWS] = height;
    rows[EDGE_ROWS_BAND_ROWS] = band_rows;
    rows[EDGE_ROWS_BAND_COUNT] = bands;
    int32_t left = height;
    for (int32_t band = 0; band < bands; band++)
    {
        int32_t bytes = (left < band_rows ? left : band_rows) * width * channels;
        left -= band_rows;
        edge_bytes *bank = &banks[*bank_count];
        bank->data = malloc((size_t)bytes);
        bank->length = bytes;
        int32_t is_full = fuzz_random(4) == 0; /* sums at their bounds */
        for (int32_t i = 0; i < bytes; i++)
        {
            bank->data[i] = is_full != 0 ? 255 : (uint8_t)fuzz_random(256);
        }

        rows[EDGE_ROWS_INTS + (2 * band)] = *bank_count;
        rows[EDGE_ROWS_INTS + (2 * band) + 1] = 0;
        (*bank_count)++;
    }

    return position + EDGE_ROWS_INTS + (2 * bands);
}

static int32_t fuzz_outputs(int32_t size, int32_t kernel, int32_t stride, int32_t pad)
{
    int32_t outputs = ((size + (2 * pad) - kernel) / stride) + 1;
    return outputs < 1 ? 1 : outputs;
}

/* One call; returns its code. */
static int32_t fuzz_call(void)
{
    static const int32_t operators[] = {
        EDGE_OP_CONV2D, EDGE_OP_CONV2D, EDGE_OP_DEPTHWISE, EDGE_OP_DEPTHWISE, EDGE_OP_ADD, EDGE_OP_MUL, EDGE_OP_AVERAGE_POOL, EDGE_OP_MAX_POOL, EDGE_OP_MEAN,
        EDGE_OP_PAD, EDGE_OP_RESHAPE, EDGE_OP_TRANSPOSE, EDGE_OP_SOFTMAX, EDGE_OP_TABLE, EDGE_OP_PRELU, EDGE_OP_CONCAT, EDGE_OP_RESIZE};
    int32_t record[FUZZ_RECORD_INTS] = {0};
    edge_bytes banks[8];
    int32_t bank_count = 0;
    int32_t op = operators[fuzz_random((int32_t)(sizeof(operators) / sizeof(operators[0])))];
    int32_t height = fuzz_between(1, 7), width = fuzz_between(1, 9), channels = fuzz_between(1, 12);
    int32_t out_height = height, out_width = width, outputs = channels, inputs = 1;
    int32_t kernel = fuzz_between(1, 7), kernel_w = fuzz_random(2) ? kernel : fuzz_between(1, 7), stride = fuzz_between(1, 3), pad = fuzz_random(kernel);
    int32_t groups = 1, taps = 0;
    if (op == EDGE_OP_CONV2D || op == EDGE_OP_DEPTHWISE || op == EDGE_OP_AVERAGE_POOL || op == EDGE_OP_MAX_POOL)
    {
        kernel = fuzz_random(3) == 0 ? 1 : fuzz_random(2) ? 3 : kernel;
        kernel_w = fuzz_random(2) ? kernel : kernel_w;
        pad = kernel == 1 ? 0 : pad % kernel;
        out_height = fuzz_outputs(height, kernel, stride, pad);
        out_width = fuzz_outputs(width, kernel_w, stride, pad);
    }

    if (op == EDGE_OP_CONV2D)
    {
        groups = fuzz_random(4) == 0 ? 2 : 1;
        channels = fuzz_random(20) == 0 ? 300 : channels * groups;
        outputs = fuzz_between(1, 9) * groups;
        taps = kernel * kernel_w * (channels / groups);
    }
    else if (op == EDGE_OP_DEPTHWISE)
    {
        groups = fuzz_random(4) == 0 ? 3 : 1;
        outputs = channels * groups;
        taps = kernel * kernel_w;
    }
    else if (op == EDGE_OP_MEAN)
    {
        int32_t axes = fuzz_between(1, 7);
        record[EDGE_RECORD_AXES] = axes;
        out_height = (axes & 1) != 0 ? 1 : height;
        out_width = (axes & 2) != 0 ? 1 : width;
        outputs = (axes & 4) != 0 ? 1 : channels;
        record[EDGE_RECORD_ACCUMULATOR_COUNT] = out_width * outputs;
    }
    else if (op == EDGE_OP_AVERAGE_POOL && out_height == 1 && fuzz_random(2))
    {
        record[EDGE_RECORD_ACCUMULATOR_COUNT] = out_width * outputs;
    }
    else if (op == EDGE_OP_PAD)
    {
        out_height += fuzz_random(3);
        out_width += fuzz_random(3);
        outputs += fuzz_random(3);
    }
    else if (op == EDGE_OP_RESHAPE)
    {
        out_height = width;
        out_width = height;
    }
    else if (op == EDGE_OP_TRANSPOSE)
    {
        record[EDGE_RECORD_AXES] = 1 + (3 * 2) + 0; /* W, C, H */
        out_height = width;
        out_width = channels;
        outputs = height;
    }
    else if (op == EDGE_OP_CONCAT)
    {
        inputs = 2;
        record[EDGE_RECORD_AXES] = fuzz_random(3);
        out_height = record[EDGE_RECORD_AXES] == 0 ? 2 * height : height;
        out_width = record[EDGE_RECORD_AXES] == 1 ? 2 * width : width;
        outputs = record[EDGE_RECORD_AXES] == 2 ? 2 * channels : channels;
    }
    else if (op == EDGE_OP_RESIZE)
    {
        out_height = fuzz_between(1, 9);
        out_width = fuzz_between(1, 9);
    }
    else if (op == EDGE_OP_ADD || op == EDGE_OP_MUL || op == EDGE_OP_PRELU)
    {
        inputs = 2;
    }

    record[EDGE_RECORD_OP_CODE] = op;
    record[EDGE_RECORD_IS_DOUBLE] = fuzz_random(2);
    record[EDGE_RECORD_KERNEL_H] = kernel;
    record[EDGE_RECORD_KERNEL_W] = kernel_w;
    record[EDGE_RECORD_STRIDE_H] = stride;
    record[EDGE_RECORD_STRIDE_W] = stride;
    record[EDGE_RECORD_PAD_TOP] = op == EDGE_OP_PAD ? 0 : pad;
    record[EDGE_RECORD_PAD_LEFT] = op == EDGE_OP_PAD ? 0 : pad;
    record[EDGE_RECORD_GROUPS] = groups;
    record[EDGE_RECORD_WEIGHT_ZERO_POINT] = fuzz_random(4) == 0 ? fuzz_between(-128, 127) : 0;
    record[EDGE_RECORD_RESULT_ZERO_POINT] = fuzz_random(256);
    record[EDGE_RECORD_ACTIVATION_MAX] = 255;
    record[EDGE_RECORD_SIGN] = 1;
    record[EDGE_RECORD_LEFT_SHIFT] = 20;
    for (int32_t i = 0; i < 3; i++)
    {
        record[EDGE_RECORD_MULTIPLIERS + i] = record[EDGE_RECORD_IS_DOUBLE] != 0 || op != EDGE_OP_ADD ? (1 << 30) + fuzz_random(1 << 24) : fuzz_random(1 << 21);
        record[EDGE_RECORD_SHIFTS + i] = -fuzz_between(1, 12);
    }

    record[EDGE_RECORD_TAPS] = taps;
    record[EDGE_RECORD_PARAMETER_STRIDE] = outputs;
    record[EDGE_RECORD_TABLE_BANK] = -1;
    record[EDGE_RECORD_WEIGHT_BANK] = -1;
    record[EDGE_RECORD_INPUT_COUNT] = inputs;
    int32_t position = fuzz_rows(record, EDGE_RECORD_INTS, banks, &bank_count, out_height, out_width, outputs);
    for (int32_t i = 0; i < inputs; i++)
    {
        int32_t is_one = i == 1 && op != EDGE_OP_CONCAT && fuzz_random(2);
        position = fuzz_rows(record, position, banks, &bank_count, is_one ? 1 : height, is_one ? 1 : width, channels);
    }

    record[EDGE_RECORD_LENGTH] = position;
    if (op == EDGE_OP_TABLE || fuzz_random(4) == 0)
    {
        banks[bank_count].data = calloc(256, 1);
        banks[bank_count].length = 256;
        record[EDGE_RECORD_TABLE_BANK] = bank_count;
        bank_count++;
    }

    int32_t parameter_count = op == EDGE_OP_SOFTMAX ? 256 : op == EDGE_OP_RESIZE ? out_height + out_width : 3 * outputs;
    int32_t *parameters = malloc(sizeof(int32_t) * (size_t)parameter_count);
    for (int32_t i = 0; i < parameter_count; i++)
    {
        parameters[i] = op == EDGE_OP_RESIZE ? fuzz_random(i < out_height ? height : width)
            : op == EDGE_OP_SOFTMAX ? fuzz_random(1 << 30)
            : i < outputs ? fuzz_between(-100000, 100000)
            : i < 2 * outputs ? (1 << 30) + fuzz_random(1 << 30)
            : fuzz_between(-24, 3);
    }

    int32_t weight_bytes = taps * outputs;
    int32_t sum_count = record[EDGE_RECORD_ACCUMULATOR_COUNT];
    edge_arrays arrays = {0};
    arrays.banks = banks;
    arrays.bank_count = bank_count;
    arrays.window.data = malloc((size_t)weight_bytes + 1);
    arrays.window.length = weight_bytes;
    for (int32_t i = 0; i < weight_bytes; i++)
    {
        arrays.window.data[i] = (uint8_t)fuzz_random(256);
    }

    arrays.parameters = parameters;
    arrays.parameter_count = parameter_count;
    arrays.accumulators = calloc((size_t)sum_count + 1, sizeof(int32_t));
    arrays.accumulator_count = sum_count;
    int32_t is_changed = fuzz_random(2);
    if (is_changed != 0)
    {
        int32_t changes = fuzz_between(1, 3);
        for (int32_t i = 0; i < changes; i++)
        {
            int32_t index = fuzz_random(position);
            record[index] = fuzz_random(3) == 0 ? fuzz_between(-3, 40) : fuzz_random(2) ? record[index] + fuzz_between(-2, 2) : (int32_t)(s_seed ^ (s_seed << 13));
        }
    }

    int32_t code = EDGE_OK;
    if (sum_count != 0)
    {
        for (int32_t y = 0; y < height && code == EDGE_OK; y++)
        {
            code = edge_run(&arrays, record, position, EDGE_ADD_ROW, y, y == 0, 0, 0);
        }
    }

    if (code == EDGE_OK)
    {
        code = edge_run(&arrays, record, position, EDGE_MAKE_ROWS, 0, out_height, 0, outputs);
    }

    for (int32_t i = 0; i < bank_count; i++)
    {
        for (int32_t k = 0; k < banks[i].length && is_changed == 0; k++)
        {
            s_check = (s_check * 31) + banks[i].data[k];
        }

        free(banks[i].data);
    }

    free(parameters);
    free(arrays.window.data);
    free(arrays.accumulators);
    return code;
}

int main(int argc, char **argv)
{
    int calls = argc > 1 ? atoi(argv[1]) : 200000;
    int run = 0;
    for (int i = 0; i < calls; i++)
    {
        s_seed = (uint32_t)i * 2654435761u;
        run += fuzz_call() == EDGE_OK ? 1 : 0;
    }

    printf("%d of %d calls ran, the others were refused; check %08lx\n", run, calls, (unsigned long)s_check);
    return run > calls / 3 && run < calls ? 0 : 1;
}
