/* What the depthwise kernels share. */
#ifndef EDGE_DEPTHWISE_H
#define EDGE_DEPTHWISE_H

#include "edge_fixed.h"

/* An output channel. */
typedef struct edge_channel
{
    edge_scale scale;
    uint32_t bias;
    int32_t weight_zero; /* 128 + zero point of the weights */
    const uint8_t *weights; /* [ky][kx] */
} edge_channel;

EDGE_INLINE edge_channel edge_make_channel(const edge_stage *stage, int32_t oc)
{
    edge_channel channel;
    int32_t index = oc - stage->first_channel;
    channel.scale = edge_make_scale(stage->channel_multipliers[index], stage->channel_shifts[index], stage->result.zero);
    channel.bias = (uint32_t)stage->biases[index];
    channel.weight_zero = stage->weight_zero;
    channel.weights = stage->weights + (index * stage->taps);
    return channel;
}

/* 3x3 with stride 1, one output channel for each input channel, and at most two columns of padding on the left. */
void edge_depthwise_3x3(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

/* 3x3 with stride 2, one output channel for each input channel, and at most one column of padding on the left. */
void edge_depthwise_3x3_stride2(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

/* Any kernel. */
void edge_depthwise_general(const edge_stage *stage, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

#endif
