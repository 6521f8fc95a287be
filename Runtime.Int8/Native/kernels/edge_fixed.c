/* The unusual multipliers: left shifts, and right shifts of 0 or 1. */
#include "edge_fixed.h"

EDGE_NOINLINE int32_t edge_requantize(int32_t value, int32_t multiplier, int32_t shift, int32_t is_double)
{
    return is_double != 0 ? edge_requantize_double(value, multiplier, shift) : edge_requantize_single(value, multiplier, shift);
}
