/*
 * A worker for the desktop: a thread that lives as long as the process. What firmware does with a task on its other core
 * (interop/.../Edge_Runtime_Int8_Native_Worker.cpp) is tested with it.
 */
#include "../kernels/edge_run.h"

#if defined(_WIN32)

EDGE_EXPORT const edge_worker *edge_thread_worker(void)
{
    return 0;
}

#else

#include <pthread.h>

typedef struct edge_thread
{
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    edge_work work; /* NULL: nothing to do, or done */
    const void *argument;
    int is_started;
} edge_thread;

static edge_thread s_thread = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};

static void *edge_thread_loop(void *context)
{
    edge_thread *thread = (edge_thread *)context;
    pthread_mutex_lock(&thread->mutex);
    for (;;)
    {
        while (thread->work == 0)
        {
            pthread_cond_wait(&thread->changed, &thread->mutex);
        }

        edge_work work = thread->work;
        const void *argument = thread->argument;
        pthread_mutex_unlock(&thread->mutex);
        work(argument);
        pthread_mutex_lock(&thread->mutex);
        thread->work = 0;
        pthread_cond_broadcast(&thread->changed);
    }

    return 0;
}

static void edge_thread_run_both(void *context, edge_work work, const void *mine, const void *theirs)
{
    edge_thread *thread = (edge_thread *)context;
    pthread_mutex_lock(&thread->mutex);

    /* Calls of several models at once take turns. */
    while (thread->work != 0)
    {
        pthread_cond_wait(&thread->changed, &thread->mutex);
    }

    thread->work = work;
    thread->argument = theirs;
    pthread_cond_broadcast(&thread->changed);
    pthread_mutex_unlock(&thread->mutex);
    work(mine);
    pthread_mutex_lock(&thread->mutex);
    while (thread->work != 0 && thread->argument == theirs)
    {
        pthread_cond_wait(&thread->changed, &thread->mutex);
    }

    pthread_mutex_unlock(&thread->mutex);
}

static const edge_worker s_worker = {edge_thread_run_both, &s_thread};

/* The worker, or NULL when no thread could be made. */
EDGE_EXPORT const edge_worker *edge_thread_worker(void)
{
    const edge_worker *worker = &s_worker;
    pthread_mutex_lock(&s_thread.mutex);
    if (s_thread.is_started == 0)
    {
        pthread_t id;
        s_thread.is_started = pthread_create(&id, 0, edge_thread_loop, &s_thread) == 0;
        if (s_thread.is_started != 0)
        {
            pthread_detach(id);
        }
    }

    worker = s_thread.is_started != 0 ? worker : 0;
    pthread_mutex_unlock(&s_thread.mutex);
    return worker;
}

#endif
