/* Convolutions on one core, or on two when there is a worker and enough to do. */
#ifndef EDGE_SPLIT_H
#define EDGE_SPLIT_H

#include "edge_kernels.h"

/* Products below which waking the other core costs more than it saves: about 20 microseconds. */
#define EDGE_SPLIT_PRODUCTS 4000

/* As edge_conv2d or edge_depthwise; with a worker each core makes half of the channels. */
void edge_convolve_channels(const edge_stage *stage, int32_t is_depthwise, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

#endif
