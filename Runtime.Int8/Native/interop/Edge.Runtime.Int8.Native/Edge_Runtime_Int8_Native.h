// What nanoFramework firmware calls for the methods of Interop.cs. Each takes its arguments from the frame of the managed call.
#ifndef EDGE_RUNTIME_INT8_NATIVE_H
#define EDGE_RUNTIME_INT8_NATIVE_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoPackStruct.h>

struct Library_Edge_Runtime_Int8_Native
{
    static HRESULT Version(CLR_RT_StackFrame &stack);
    static HRESULT Walk(CLR_RT_StackFrame &stack);
    static HRESULT Decode(CLR_RT_StackFrame &stack);
    static HRESULT Run(CLR_RT_StackFrame &stack);
};

// The edge_worker on the other core, or NULL.
const void *EdgeWorker();

#endif
