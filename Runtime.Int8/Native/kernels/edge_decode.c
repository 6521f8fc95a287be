/* Numbers of a blob, little-endian, as they lie there. */
#include "edge_run.h"

int32_t edge_decode(
    const uint8_t *source, int32_t source_length, int32_t offset, int32_t *target, int32_t target_length, int32_t index, int32_t count, int32_t size)
{
    if (size != 1 && size != 2 && size != 4)
    {
        return EDGE_BAD_RECORD;
    }

    if (count < 0 || offset < 0 || index < 0 || offset + ((int64_t)count * size) > source_length || (int64_t)index + count > target_length)
    {
        return EDGE_BAD_ARRAY;
    }

    source += offset;
    target += index;
    for (int32_t i = 0; i < count; i++)
    {
        if (size == 4)
        {
            target[i] = (int32_t)(source[0] | ((uint32_t)source[1] << 8) | ((uint32_t)source[2] << 16) | ((uint32_t)source[3] << 24));
        }
        else
        {
            target[i] = size == 1 ? (int8_t)source[0] : source[0] | (source[1] << 8);
        }

        source += size;
    }

    return EDGE_OK;
}
