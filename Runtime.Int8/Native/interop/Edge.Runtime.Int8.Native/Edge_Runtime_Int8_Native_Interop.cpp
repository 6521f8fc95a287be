// Marshals the calls of Interop.cs to the kernels. Addresses of arrays are taken for one call only: arrays move when the heap is
// compacted. The kernels check every bound; what is not there has length 0.
#include "Edge_Runtime_Int8_Native.h"

extern "C"
{
#include "edge_walk.h"
}

// Most outputs of a model that are written without a copy.
#define EDGE_MAX_OUTPUTS 16

#if defined(EDGE_ESP_NN)
// EDGE_ESP_NN is the size: filter, rows and esp-nn's own scratch of the largest convolution that is to run through it.
static uint8_t s_scratch[EDGE_ESP_NN] __attribute__((aligned(16)));
static const edge_bytes s_espNnScratch = {s_scratch, EDGE_ESP_NN};
#else
static const edge_bytes s_espNnScratch = {NULL, 0};
#endif

static int32_t CountOf(CLR_RT_HeapBlock_Array *array)
{
    return array == NULL ? 0 : (int32_t)array->m_numOfElements;
}

static edge_bytes BytesOf(CLR_RT_HeapBlock_Array *array)
{
    edge_bytes bytes = {array == NULL ? NULL : array->GetFirstElement(), CountOf(array)};
    return bytes;
}

static int32_t *IntsOf(CLR_RT_HeapBlock_Array *array)
{
    return array == NULL ? NULL : (int32_t *)array->GetFirstElement();
}

// The arrays of an array; false when there are more than fit.
static bool ArraysOf(CLR_RT_HeapBlock_Array *arrays, edge_bytes *bytes, int32_t most, int32_t *count)
{
    *count = CountOf(arrays);
    if (*count > most)
    {
        return false;
    }

    for (int32_t i = 0; i < *count; i++)
    {
        CLR_RT_HeapBlock *reference = (CLR_RT_HeapBlock *)arrays->GetElement(i);
        bytes[i] = BytesOf(reference->DereferenceArray());
    }

    return true;
}

HRESULT Library_Edge_Runtime_Int8_Native::Version(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(edge_version());
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Edge_Runtime_Int8_Native::Walk(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock *arguments = stack.m_arguments;
    CLR_RT_HeapBlock_Array *program = arguments[0].DereferenceArray();
    CLR_RT_HeapBlock_Array *parameters = arguments[3].DereferenceArray();
    CLR_RT_HeapBlock_Array *accumulators = arguments[4].DereferenceArray();
    edge_bytes banks[EDGE_MAX_BANKS];
    edge_bytes outputs[EDGE_MAX_OUTPUTS];
    edge_arrays arrays;
    int32_t result = EDGE_BAD_ARRAY;
    arrays.banks = banks;
    arrays.outputs = outputs;
    arrays.worker = (const edge_worker *)EdgeWorker();
    arrays.scratch = s_espNnScratch;
    if (program != NULL && ArraysOf(arguments[1].DereferenceArray(), banks, EDGE_MAX_BANKS, &arrays.bank_count)
        && ArraysOf(arguments[6].DereferenceArray(), outputs, EDGE_MAX_OUTPUTS, &arrays.output_count))
    {
        arrays.window = BytesOf(arguments[2].DereferenceArray());
        arrays.parameters = IntsOf(parameters);
        arrays.parameter_count = CountOf(parameters);
        arrays.accumulators = IntsOf(accumulators);
        arrays.accumulator_count = CountOf(accumulators);
        arrays.input = BytesOf(arguments[5].DereferenceArray());
        result = edge_walk(&arrays, IntsOf(program), CountOf(program), arguments[7].NumericByRef().s4);
    }

    stack.SetResult_I4(result);
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Edge_Runtime_Int8_Native::Decode(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock *arguments = stack.m_arguments;
    edge_bytes source = BytesOf(arguments[0].DereferenceArray());
    CLR_RT_HeapBlock_Array *target = arguments[2].DereferenceArray();
    stack.SetResult_I4(edge_decode(
        source.data, source.length, arguments[1].NumericByRef().s4, IntsOf(target), CountOf(target), arguments[3].NumericByRef().s4,
        arguments[4].NumericByRef().s4, arguments[5].NumericByRef().s4));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Edge_Runtime_Int8_Native::Run(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock *arguments = stack.m_arguments;
    CLR_RT_HeapBlock_Array *record = arguments[0].DereferenceArray();
    CLR_RT_HeapBlock_Array *parameters = arguments[3].DereferenceArray();
    CLR_RT_HeapBlock_Array *accumulators = arguments[4].DereferenceArray();
    edge_bytes banks[EDGE_MAX_BANKS];
    edge_arrays arrays;
    int32_t result = EDGE_BAD_ARRAY;
    arrays.banks = banks;
    arrays.worker = (const edge_worker *)EdgeWorker();
    arrays.scratch = s_espNnScratch;
    if (record != NULL && ArraysOf(arguments[1].DereferenceArray(), banks, EDGE_MAX_BANKS, &arrays.bank_count))
    {
        arrays.window = BytesOf(arguments[2].DereferenceArray());
        arrays.parameters = IntsOf(parameters);
        arrays.parameter_count = CountOf(parameters);
        arrays.accumulators = IntsOf(accumulators);
        arrays.accumulator_count = CountOf(accumulators);
        result = edge_run(
            &arrays, IntsOf(record), CountOf(record), arguments[5].NumericByRef().s4, arguments[6].NumericByRef().s4, arguments[7].NumericByRef().s4,
            arguments[8].NumericByRef().s4, arguments[9].NumericByRef().s4);
    }

    stack.SetResult_I4(result);
    NANOCLR_NOCLEANUP_NOLABEL();
}
