/* What the files of the walk share. */
#ifndef EDGE_WALKER_H
#define EDGE_WALKER_H

#include "edge_walk.h"

/* Within the walk: the question lies in the program. Above what steps return otherwise. */
#define EDGE_WALK_ASKED 100

typedef struct edge_walker
{
    const edge_arrays *arrays;
    int32_t *program;
    int32_t budget;
    edge_stage stage; /* of the record below */
    int32_t loaded; /* stage that lies in stage, or -1 */
} edge_walker;

EDGE_INLINE int32_t *edge_record_of(const edge_walker *walker, int32_t stage)
{
    return walker->program + walker->program[EDGE_PROGRAM_INTS + stage];
}

EDGE_INLINE int32_t *edge_top(const edge_walker *walker)
{
    return walker->program + walker->program[EDGE_PROGRAM_STACK] + ((walker->program[EDGE_PROGRAM_DEPTH] - 1) * EDGE_FRAME_INTS);
}

/* Leaves a question in the program. */
EDGE_INLINE int32_t edge_ask(edge_walker *walker, int32_t first, int32_t count)
{
    walker->program[EDGE_PROGRAM_FIRST] = first;
    walker->program[EDGE_PROGRAM_COUNT] = count;
    walker->program[EDGE_PROGRAM_IS_ASKED] = 1;
    return EDGE_WALK_ASKED;
}

/* Whether every offset that the walk follows lies in the program. */
int32_t edge_check_program(const int32_t *program, int32_t length);

/* Asks for a block of streamed weights. */
int32_t edge_ask_block(edge_walker *walker, int32_t stage, int32_t channel, int32_t channels);

/* Takes the block that was asked for: decodes its parameters and points the record at its weights. */
int32_t edge_take_block(const edge_walker *walker, int32_t *record, int32_t channel, int32_t channels);

/* Last row of input index that output row oy needs; -1 when it needs none yet. As RowMapping.cs has it. */
int32_t edge_last_row(const edge_stage *stage, int32_t index, int32_t oy);

/* Reads rows of the input, or asks for the next one. Returns 1 when all are there, 0 after one, or what to return. */
int32_t edge_read_input(edge_walker *walker, int32_t *frame, int32_t first, int32_t count);

/* Writes rows of an output. Returns 1, or a code. */
int32_t edge_write_output(const edge_walker *walker, const int32_t *record, int32_t first, int32_t count);

#endif
