/*
 * Walks the stages of a group as the managed GroupWalker does: a stage's rows are made when a later stage needs them. One call runs
 * until something is needed that only managed code has (an input row that is not in an array, a block of streamed weights), until
 * the budget is used up, or to the end; the next call goes on from there. All state lies in the program.
 */
#ifndef EDGE_WALK_H
#define EDGE_WALK_H

#include "edge_run.h"

/* A group's program: this head, the offset of each stage's record, the records, and the stack. */
enum
{
    EDGE_PROGRAM_VERSION = 0,
    EDGE_PROGRAM_LENGTH = 1,
    EDGE_PROGRAM_STAGE_COUNT = 2,
    EDGE_PROGRAM_STACK = 3, /* offset of the stack */
    EDGE_PROGRAM_DEPTH = 4, /* frames on it; -1: the walk has not begun */
    EDGE_PROGRAM_ROOT = 5, /* stage to look at next when the stack is empty */
    EDGE_PROGRAM_FIRST = 6, /* what a call asks for: the row, or where the block begins in the blob ... */
    EDGE_PROGRAM_COUNT = 7, /* ... and bytes */
    EDGE_PROGRAM_BANK = 8, /* where the row goes */
    EDGE_PROGRAM_OFFSET = 9,
    EDGE_PROGRAM_IS_ASKED = 10, /* something was asked for: who calls again has brought it */
    EDGE_PROGRAM_WINDOW_START = 11, /* where a block goes, in the array that its record names */
    EDGE_PROGRAM_NEEDS = 12, /* for the caller: what it has to do before */
    EDGE_PROGRAM_INTS = 13
};

/* A frame of the stack. */
enum
{
    EDGE_FRAME_STAGE = 0,
    EDGE_FRAME_LAST_ROW = 1,
    EDGE_FRAME_PROGRESS = 2, /* input to look at next, or twice the row to add next */
    EDGE_FRAME_CHANNEL = 3, /* next channel, or row of the input, of the rows that are being made */
    EDGE_FRAME_INTS = 4
};

/* What edge_walk returns, beside the negative codes of edge_run.h. */
enum
{
    EDGE_WALK_DONE = 0,
    EDGE_WALK_INPUT = 1, /* input row FIRST, COUNT bytes, is needed at OFFSET of BANK */
    EDGE_WALK_BLOCK = 2, /* COUNT bytes of the blob from FIRST on, parameters and weights, are needed in the window */
    EDGE_WALK_PAUSE = 3 /* the budget is used up */
};

/* Runs on; budget: about how many products and moved bytes until it returns; 0: only checks every record. */
EDGE_EXPORT int32_t edge_walk(const edge_arrays *arrays, int32_t *program, int32_t length, int32_t budget);

#endif
