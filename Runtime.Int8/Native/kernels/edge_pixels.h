/* The inner kernels of convolutions: one or two pixels whose inputs lie one behind the other. */
#ifndef EDGE_PIXELS_H
#define EDGE_PIXELS_H

#include "edge_fixed.h"

/* An output pixel and where its inputs lie. */
typedef struct edge_pixel
{
    const uint8_t *inputs; /* [tap] */
    uint8_t *output; /* [channel] */
    uint32_t offset; /* (128 + zw) * sum of the inputs */
} edge_pixel;

/* Channels channel to end - 1, counted from the stage's first channel. */
void edge_conv_two(const edge_stage *stage, const edge_pixel *p0, const edge_pixel *p1, int32_t channel, int32_t end);
void edge_conv_one(const edge_stage *stage, const edge_pixel *p0, int32_t channel, int32_t end);

#endif
