/*
 * Int8 kernels in C11: the same bytes as Edge's managed reference kernels, at the speed of a compiler. No dependency, no
 * allocation, no globals; nothing is kept between calls. Rows are offset binary, u = q + 128, in rings of rows and bands.
 *
 * edge_run (edge_run.h) checks a call and comes here; these functions trust what they are given.
 */
#ifndef EDGE_KERNELS_H
#define EDGE_KERNELS_H

#include <stdint.h>

#if defined(__GNUC__)
#define EDGE_INLINE static inline __attribute__((always_inline))
#define EDGE_NOINLINE __attribute__((noinline))
#else
#define EDGE_INLINE static inline
#define EDGE_NOINLINE
#endif

/*
 * Scalar 32-bit cores: loops are unrolled by hand, in an order that fits their registers. Elsewhere compilers vectorize plain loops.
 * EDGE_SCALAR asks for the unrolled ones anywhere: tests run what boards run.
 */
#if defined(__riscv) || defined(__XTENSA__) || defined(__arm__) || defined(EDGE_SCALAR)
#define EDGE_IS_SCALAR 1
#else
#define EDGE_IS_SCALAR 0
#endif

/* Sums stay where they are, in this order: gcc would load far ahead and add up in trees, and then spill. No instruction. */
#if EDGE_IS_SCALAR && defined(__GNUC__)
#define EDGE_HOLD4(a, b, c, d) __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d))
#define EDGE_HOLD3(a, b, c) __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c))
#else
#define EDGE_HOLD4(a, b, c, d)
#define EDGE_HOLD3(a, b, c)
#endif

/* In a branch that is rarely taken: it stays a branch, one instruction where a minimum takes three. */
#if EDGE_IS_SCALAR && defined(__GNUC__)
#define EDGE_STAY_BRANCH() __asm__ volatile("")
#else
#define EDGE_STAY_BRANCH()
#endif

/* Most inputs of an operator. */
#define EDGE_MAX_INPUTS 8

/* Bytes of one pixel's gathered inputs, two of them on the stack: a convolution with a window and more taps reads its rows in place. */
#define EDGE_PATCH_BYTES 1024

/* An array of bytes and its length. */
typedef struct edge_bytes
{
    uint8_t *data;
    int32_t length;
} edge_bytes;

/* A tensor's rows: a ring of ring_rows rows of row_bytes bytes, [x][channel], in bands of band_rows; row y lies in slot y % ring_rows. */
typedef struct edge_rows
{
    const edge_bytes *banks;
    const int32_t *bands; /* for each band the number of its bank and its offset there */
    int32_t band_count;
    int32_t height;
    int32_t width;
    int32_t channels;
    int32_t row_bytes;
    int32_t zero_point; /* offset binary */
    int32_t ring_rows;
    int32_t band_rows;
} edge_rows;

/* What becomes of an accumulator: requantize, add zero, clamp, look up. */
typedef struct edge_result
{
    int32_t is_double; /* rounding as TFLite's reference has it: gemmlowp double rounding; otherwise one rounding shift */
    int32_t zero;
    int32_t min;
    int32_t max;
    const uint8_t *table; /* 256 entries, or NULL */
} edge_result;

/* Something that a worker does. */
typedef void (*edge_work)(const void *argument);

/*
 * A second core: runs work(theirs) there and work(mine) here, and returns when both are done. The kernels give it halves that
 * write different bytes and need no lock.
 */
typedef struct edge_worker
{
    void (*run_both)(void *context, edge_work work, const void *mine, const void *theirs);
    void *context;
} edge_worker;

/* One operator with all it works on. */
typedef struct edge_stage
{
    edge_rows inputs[EDGE_MAX_INPUTS];
    edge_rows output;
    edge_result result;
    int32_t input_count;
    int32_t op_code;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_h;
    int32_t stride_w;
    int32_t pad_top;
    int32_t pad_left;
    int32_t pad_front;
    int32_t pad_value;
    int32_t groups; /* depthwise: channel multiplier */
    int32_t weight_zero; /* 128 + zero point of the weights */
    int32_t axes;
    int32_t sign;
    int32_t left_shift;
    int32_t multipliers[3]; /* Q31 */
    int32_t shifts[3]; /* positive is left */
    int32_t taps; /* of one output channel */
    const uint8_t *weights; /* [channel - first_channel][tap], w + 128 */
    int32_t first_channel;
    int32_t loaded_channels;
    const int32_t *biases; /* [channel - first_channel] */
    const int32_t *channel_multipliers; /* Q31 */
    const int32_t *channel_shifts;
    const int32_t *numbers; /* exponentials of a softmax, index maps of a resize */
    int32_t *sums; /* accumulators of a mean or pool */
    int32_t sum_count;
    const edge_worker *worker; /* or NULL */
    edge_bytes scratch; /* for esp-nn, see edge_esp_nn.h */
} edge_stage;

/* Output rows first to first + count - 1, output channels channel to channel + channel_count - 1. */
void edge_conv2d(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count);
void edge_depthwise(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

/* a + b or a - b, a * b, x or slope[c] * x: a dimension of 1 is repeated. */
void edge_add(const edge_stage *stage, int32_t first, int32_t count);
void edge_mul(const edge_stage *stage, int32_t first, int32_t count);
void edge_prelu(const edge_stage *stage, int32_t first, int32_t count);

void edge_table(const edge_stage *stage, int32_t first, int32_t count);
void edge_softmax(const edge_stage *stage, int32_t first, int32_t count);

/* Windows; averages over a whole height and means add one input row after the other. */
void edge_average_pool(const edge_stage *stage, int32_t first, int32_t count);
void edge_max_pool(const edge_stage *stage, int32_t first, int32_t count);
void edge_average_pool_add(const edge_stage *stage, int32_t input_row, int32_t is_first);
void edge_average_pool_finish(const edge_stage *stage);
void edge_mean_add(const edge_stage *stage, int32_t input_row, int32_t is_first);
void edge_mean_finish(const edge_stage *stage, int32_t output_row);

/* Operators that only move bytes. */
void edge_pad(const edge_stage *stage, int32_t first, int32_t count);
void edge_reshape(const edge_stage *stage, int32_t first, int32_t count);
void edge_transpose(const edge_stage *stage, int32_t first, int32_t count);
void edge_concat(const edge_stage *stage, int32_t first, int32_t count);
void edge_resize(const edge_stage *stage, int32_t first, int32_t count);
void edge_select(const edge_stage *stage, int32_t first, int32_t count);

/* First byte of row y. */
EDGE_INLINE uint8_t *edge_row(const edge_rows *rows, int32_t y)
{
    int32_t slot = rows->ring_rows == rows->height ? y : y % rows->ring_rows;
    int32_t band = 0;
    if (rows->band_count > 1)
    {
        band = slot / rows->band_rows;
        slot -= band * rows->band_rows;
    }

    return rows->banks[rows->bands[2 * band]].data + rows->bands[(2 * band) + 1] + (slot * rows->row_bytes);
}

#endif
