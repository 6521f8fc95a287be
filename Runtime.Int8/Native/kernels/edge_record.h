/*
 * Layout of a stage's record: an int array that the C# side (NativeRecord.cs) fills once and the kernels read. A test keeps both in step.
 * Behind the fixed part lie the rows: those of the output, then those of each input; each EDGE_ROWS_INTS ints and two for each band.
 */
#ifndef EDGE_RECORD_H
#define EDGE_RECORD_H

/* Changes with the layout, the calls or their meaning. */
#define EDGE_RECORD_VERSION 3

/* Bytes of a channel's bias, multiplier and shift in the blob: int32, int32, int8. */
#define EDGE_PARAMETER_BYTES 9

enum
{
    EDGE_RECORD_LENGTH = 0, /* ints of this record */
    EDGE_RECORD_OP_CODE = 1,
    EDGE_RECORD_OPERATOR_ID = 2,
    EDGE_RECORD_IS_DOUBLE = 3,
    EDGE_RECORD_KERNEL_H = 4,
    EDGE_RECORD_KERNEL_W = 5,
    EDGE_RECORD_STRIDE_H = 6,
    EDGE_RECORD_STRIDE_W = 7,
    EDGE_RECORD_PAD_TOP = 8,
    EDGE_RECORD_PAD_LEFT = 9,
    EDGE_RECORD_PAD_FRONT = 10,
    EDGE_RECORD_PAD_VALUE = 11,
    EDGE_RECORD_GROUPS = 12,
    EDGE_RECORD_WEIGHT_ZERO_POINT = 13,
    EDGE_RECORD_RESULT_ZERO_POINT = 14,
    EDGE_RECORD_ACTIVATION_MIN = 15,
    EDGE_RECORD_ACTIVATION_MAX = 16,
    EDGE_RECORD_AXES = 17,
    EDGE_RECORD_SIGN = 18,
    EDGE_RECORD_LEFT_SHIFT = 19,
    EDGE_RECORD_MULTIPLIERS = 20, /* three */
    EDGE_RECORD_SHIFTS = 23, /* three */
    EDGE_RECORD_TAPS = 26,
    EDGE_RECORD_BIAS_BASE = 27,
    EDGE_RECORD_PARAMETER_STRIDE = 28,
    EDGE_RECORD_TABLE_BANK = 29, /* -1: no table */
    EDGE_RECORD_TABLE_OFFSET = 30,
    EDGE_RECORD_WEIGHT_BANK = 31, /* -1: the window */
    EDGE_RECORD_WEIGHT_OFFSET = 32,
    EDGE_RECORD_FIRST_CHANNEL = 33, /* of the weights that are loaded */
    EDGE_RECORD_ACCUMULATOR_BASE = 34,
    EDGE_RECORD_ACCUMULATOR_COUNT = 35,
    EDGE_RECORD_BLOCK_CHANNELS = 36, /* of streamed weights; 0: resident */
    EDGE_RECORD_ROW_STEP = 37,
    EDGE_RECORD_IS_ROOT = 38,
    EDGE_RECORD_ACCUMULATES = 39,
    EDGE_RECORD_NEXT_ROW = 40,
    EDGE_RECORD_INPUT_COUNT = 41,
    EDGE_RECORD_INPUT_STAGES = 42, /* eight: index of the stage that writes an input, or -1 */
    EDGE_RECORD_WEIGHT_POSITION = 50, /* in the blob: for whoever loads weights, tables and constants */
    EDGE_RECORD_TABLE_POSITION = 51,
    EDGE_RECORD_INTS = 52
};

enum
{
    EDGE_ROWS_HEIGHT = 0,
    EDGE_ROWS_WIDTH = 1,
    EDGE_ROWS_CHANNELS = 2,
    EDGE_ROWS_ZERO_POINT = 3,
    EDGE_ROWS_RING_ROWS = 4,
    EDGE_ROWS_BAND_ROWS = 5,
    EDGE_ROWS_BAND_COUNT = 6,
    EDGE_ROWS_INTS = 7 /* then bank and offset of each band */
};

/* Operator codes of a blob. */
enum
{
    EDGE_OP_INPUT = 0,
    EDGE_OP_CONSTANT = 1,
    EDGE_OP_CONV2D = 2,
    EDGE_OP_DEPTHWISE = 3,
    EDGE_OP_ADD = 4,
    EDGE_OP_MUL = 5,
    EDGE_OP_AVERAGE_POOL = 6,
    EDGE_OP_MAX_POOL = 7,
    EDGE_OP_MEAN = 8,
    EDGE_OP_PAD = 9,
    EDGE_OP_RESHAPE = 10,
    EDGE_OP_TRANSPOSE = 11,
    EDGE_OP_SOFTMAX = 12,
    EDGE_OP_TABLE = 13,
    EDGE_OP_PRELU = 14,
    EDGE_OP_CONCAT = 15,
    EDGE_OP_RESIZE = 16,
    EDGE_OP_OUTPUT = 17,
    EDGE_OP_SELECT = 19
};

#endif
