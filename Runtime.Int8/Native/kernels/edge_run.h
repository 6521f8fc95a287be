/*
 * One call of a kernel, described by a stage's record (edge_record.h) and the arrays it works on. Every number that decides which
 * memory is touched is checked here, for each call: a wrong record or a short array gives a code and touches nothing.
 */
#ifndef EDGE_RUN_H
#define EDGE_RUN_H

#include "edge_kernels.h"
#include "edge_record.h"

/* Most banks of a model: their addresses lie on the stack. */
#define EDGE_MAX_BANKS 64

enum
{
    EDGE_OK = 0,
    EDGE_BAD_RECORD = -1, /* the record does not say what one of this version says */
    EDGE_BAD_SHAPE = -2, /* shapes or attributes that do not fit each other */
    EDGE_BAD_RANGE = -3, /* rows or channels that there are not */
    EDGE_BAD_ARRAY = -4, /* an array is shorter than the record claims */
    EDGE_BAD_OPERATOR = -5 /* no kernel for this operator */
};

/* What a call does. */
enum
{
    EDGE_MAKE_ROWS = 0, /* makes output rows first to first + count - 1 */
    EDGE_ADD_ROW = 1 /* adds input row first to the sums; count: whether it is the first one */
};

/* The arrays of a model. */
typedef struct edge_arrays
{
    const edge_bytes *banks;
    int32_t bank_count;
    edge_bytes window; /* streamed weights */
    int32_t *parameters;
    int32_t parameter_count;
    int32_t *accumulators;
    int32_t accumulator_count;
    edge_bytes input; /* int8, the whole input, [H, W, C]; no data: its rows are asked for */
    const edge_bytes *outputs; /* int8, [H, W, C] each */
    int32_t output_count;
    const edge_worker *worker; /* a second core, or NULL */
    edge_bytes scratch; /* for esp-nn, or no data */
} edge_arrays;

/* Where the library is loaded by name, its functions are seen from outside. */
#if defined(_WIN32)
#define EDGE_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define EDGE_EXPORT __attribute__((visibility("default")))
#else
#define EDGE_EXPORT
#endif

/* EDGE_RECORD_VERSION. */
EDGE_EXPORT int32_t edge_version(void);

/* Runs one call. length: ints of the array that the record lies in, from its first one. Returns EDGE_OK or what is wrong. */
EDGE_EXPORT int32_t edge_run(
    const edge_arrays *arrays, const int32_t *record, int32_t length, int32_t what, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

/* Decodes little-endian numbers of size 1 (int8), 2 (uint16) or 4 (int32). Returns EDGE_OK, or a code when they do not fit. */
EDGE_EXPORT int32_t edge_decode(
    const uint8_t *source, int32_t source_length, int32_t offset, int32_t *target, int32_t target_length, int32_t index, int32_t count, int32_t size);

/* Reads and checks a record; the stage points into record and arrays. */
int32_t edge_read_stage(const edge_arrays *arrays, const int32_t *record, int32_t length, edge_stage *stage);

/* Runs one call of a stage that edge_read_stage has read. */
int32_t edge_run_stage(const edge_stage *stage, int32_t what, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

#endif
