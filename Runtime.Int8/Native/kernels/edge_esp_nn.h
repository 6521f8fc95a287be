/*
 * Espressif's esp-nn behind the same functions, where firmware is built with EDGE_ESP_NN and esp-nn beside it: its assembler for the
 * vector units of the ESP32-S3 and P4 is faster than any C. Double rounding only, which it has bit for bit (not with
 * CONFIG_NN_SKIP_NUDGE). Not yet run on hardware; check_esp_nn.sh compares its C with these kernels.
 */
#ifndef EDGE_ESP_NN_H
#define EDGE_ESP_NN_H

#include "edge_kernels.h"

/* Runs a convolution through esp-nn. Returns whether it did: other roundings, groups, weight zero points and small calls stay here. */
int32_t edge_esp_nn_convolve(const edge_stage *stage, int32_t is_depthwise, int32_t first, int32_t count, int32_t channel, int32_t channel_count);

#endif
