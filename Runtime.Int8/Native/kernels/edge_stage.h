/* What the checks of a stage share. */
#ifndef EDGE_STAGE_H
#define EDGE_STAGE_H

#include "edge_run.h"

/* Kernels, strides and positions stay far below 2^31: products of a position and a stride cannot overflow. */
#define EDGE_MAX_POSITION (1 << 24)

EDGE_INLINE int32_t edge_is_in(int32_t value, int32_t low, int32_t high)
{
    return value >= low && value <= high;
}

/* Whether shapes and attributes fit each other. */
int32_t edge_fits(const edge_stage *stage);

#endif
