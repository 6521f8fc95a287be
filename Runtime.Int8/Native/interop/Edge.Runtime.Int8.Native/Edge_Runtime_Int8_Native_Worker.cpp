// The other core of a chip with two. Off unless EDGE_SECOND_CORE is defined as the number of the core on which the interpreter
// does not run: 1 on an ESP32-S3, 0 on an ESP32 and ESP32-P4. Not yet run on hardware; the same split is tested with threads.
#include "Edge_Runtime_Int8_Native.h"

extern "C"
{
#include "edge_kernels.h"
}

#if defined(EDGE_SECOND_CORE)

#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>
#include <freertos/task.h>

// The kernels take less than 5 KB.
#define EDGE_WORKER_STACK_BYTES 8192

static SemaphoreHandle_t s_start;
static SemaphoreHandle_t s_done;
static TaskHandle_t s_task;
static edge_work s_work;
static const void *s_argument;

static void EdgeWorkerLoop(void *context)
{
    (void)context;
    for (;;)
    {
        xSemaphoreTake(s_start, portMAX_DELAY);
        s_work(s_argument);
        xSemaphoreGive(s_done);
    }
}

// The caller is always the interpreter's task: one call at a time.
static void EdgeRunBoth(void *context, edge_work work, const void *mine, const void *theirs)
{
    (void)context;
    s_work = work;
    s_argument = theirs;
    xSemaphoreGive(s_start);
    work(mine);
    xSemaphoreTake(s_done, portMAX_DELAY);
}

static const edge_worker s_worker = {EdgeRunBoth, NULL};

const void *EdgeWorker()
{
    if (s_task == NULL)
    {
        s_start = s_start == NULL ? xSemaphoreCreateBinary() : s_start;
        s_done = s_done == NULL ? xSemaphoreCreateBinary() : s_done;
        if (s_start == NULL || s_done == NULL
            || xTaskCreatePinnedToCore(EdgeWorkerLoop, "edge", EDGE_WORKER_STACK_BYTES, NULL, 5, &s_task, EDGE_SECOND_CORE) != pdPASS)
        {
            s_task = NULL;
            return NULL;
        }
    }

    return &s_worker;
}

#else

const void *EdgeWorker()
{
    return NULL;
}

#endif
