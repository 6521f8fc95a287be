/* Halves of a call for two cores. Channels are what is divided: both halves read the same rows and write bytes of their own. */
#include "edge_split.h"

#include "edge_esp_nn.h"

typedef struct edge_half
{
    const edge_stage *stage;
    int32_t is_depthwise;
    int32_t first;
    int32_t count;
    int32_t channel;
    int32_t channel_count;
} edge_half;

static void edge_run_half(const void *argument)
{
    const edge_half *half = (const edge_half *)argument;
    if (edge_esp_nn_convolve(half->stage, half->is_depthwise, half->first, half->count, half->channel, half->channel_count))
    {
        return;
    }

    if (half->is_depthwise != 0)
    {
        edge_depthwise(half->stage, half->first, half->count, half->channel, half->channel_count);
    }
    else
    {
        edge_conv2d(half->stage, half->first, half->count, half->channel, half->channel_count);
    }
}

void edge_convolve_channels(const edge_stage *stage, int32_t is_depthwise, int32_t first, int32_t count, int32_t channel, int32_t channel_count)
{
    edge_half mine = {stage, is_depthwise, first, count, channel, channel_count};
    int64_t products = (int64_t)stage->taps * stage->output.width * count * channel_count;
    if (stage->worker == 0 || channel_count < 8 || products < EDGE_SPLIT_PRODUCTS)
    {
        edge_run_half(&mine);
        return;
    }

    /* Multiples of four: that many channels are made at a time. */
    edge_half theirs = mine;
    mine.channel_count = (channel_count / 2) & ~3;
    theirs.channel += mine.channel_count;
    theirs.channel_count -= mine.channel_count;
    stage->worker->run_both(stage->worker->context, edge_run_half, &mine, &theirs);
}
