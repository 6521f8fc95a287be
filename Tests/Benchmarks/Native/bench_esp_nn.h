/* The same layer by Espressif's esp-nn (its generic C), where a folder with it was given to run.sh. */
#ifndef BENCH_ESP_NN_H
#define BENCH_ESP_NN_H

#include "edge_kernels.h"

/* Instructions of the layer, or 0 when the results are others than ours, whose check sum is given. */
double bench_esp_nn(const edge_stage *stage, int32_t is_depthwise, uint32_t check);

#endif
