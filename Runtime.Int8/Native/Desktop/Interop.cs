using System;
using System.Runtime.InteropServices;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>The same methods on the desktop: the same C, built for the host, called through P/Invoke.</summary>
    internal static unsafe class Interop
    {
        private const string Library = "edge_kernels";

        private static Worker* s_worker;

        /// <summary>Whether convolutions run on two cores, as firmware with a worker does; off at first.</summary>
        public static bool HasSecondCore
        {
            get { return s_worker != null; }
            set { s_worker = value ? edge_thread_worker() : null; }
        }

        /// <summary>Version of the library.</summary>
        /// <exception cref="DllNotFoundException">There is none: no C compiler was found when this was built.</exception>
        public static int Version()
        {
            return edge_version();
        }

        /// <summary>Walks a group's program.</summary>
        public static int Walk(
            int[] program, byte[][] banks, byte[] window, int[] parameters, int[] accumulators, sbyte[] input, sbyte[][] outputs, int budget)
        {
            int outputCount = outputs == null ? 0 : outputs.Length;
            int pinned = banks.Length + outputCount;
            Bytes* natives = stackalloc Bytes[pinned];
            GCHandle* pins = stackalloc GCHandle[pinned];
            for (int i = 0; i < pinned; i++)
            {
                pins[i] = Pin(i < banks.Length ? banks[i] : outputs[i - banks.Length], natives + i);
            }

            fixed (int* programInts = program, parameterInts = parameters, sums = accumulators)
            fixed (byte* windowBytes = window)
            fixed (sbyte* inputBytes = input)
            {
                Arrays arrays = MakeArrays(natives, banks.Length, windowBytes, Count(window), parameterInts, Count(parameters), sums, Count(accumulators));
                arrays.Input.Data = (byte*)inputBytes;
                arrays.Input.Length = Count(input);
                arrays.Outputs = natives + banks.Length;
                arrays.OutputCount = outputCount;
                int result = edge_walk(&arrays, programInts, program.Length, budget);
                Free(pins, pinned);
                return result;
            }
        }

        /// <summary>Decodes little-endian numbers.</summary>
        public static int Decode(byte[] source, int offset, int[] target, int index, int count, int size)
        {
            fixed (byte* bytes = source)
            fixed (int* numbers = target)
            {
                return edge_decode(bytes, source.Length, offset, numbers, target.Length, index, count, size);
            }
        }

        /// <summary>Runs one call of a kernel.</summary>
        public static int Run(
            int[] record, byte[][] banks, byte[] weights, int[] parameters, int[] accumulators,
            int what, int first, int count, int channel, int channelCount)
        {
            Bytes* natives = stackalloc Bytes[banks.Length];
            GCHandle* pins = stackalloc GCHandle[banks.Length];
            for (int i = 0; i < banks.Length; i++)
            {
                pins[i] = Pin(banks[i], natives + i);
            }

            fixed (int* recordInts = record, parameterInts = parameters, sums = accumulators)
            fixed (byte* window = weights)
            {
                Arrays arrays = MakeArrays(natives, banks.Length, window, Count(weights), parameterInts, Count(parameters), sums, Count(accumulators));
                int result = edge_run(&arrays, recordInts, record.Length, what, first, count, channel, channelCount);
                Free(pins, banks.Length);
                return result;
            }
        }

        private static Arrays MakeArrays(
            Bytes* banks, int bankCount, byte* window, int windowLength, int* parameters, int parameterCount, int* accumulators, int accumulatorCount)
        {
            Arrays arrays = default;
            arrays.Banks = banks;
            arrays.BankCount = bankCount;
            arrays.Window.Data = window;
            arrays.Window.Length = windowLength;
            arrays.Parameters = parameters;
            arrays.ParameterCount = parameterCount;
            arrays.Accumulators = accumulators;
            arrays.AccumulatorCount = accumulatorCount;
            arrays.Worker = s_worker;
            return arrays;
        }

        private static GCHandle Pin(Array array, Bytes* native)
        {
            GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            native->Data = (byte*)pin.AddrOfPinnedObject();
            native->Length = Count(array);
            return pin;
        }

        private static void Free(GCHandle* pins, int count)
        {
            for (int i = 0; i < count; i++)
            {
                pins[i].Free();
            }
        }

        private static int Count(Array array)
        {
            return array == null ? 0 : array.Length;
        }

        [DllImport(Library)]
        private static extern int edge_version();

        [DllImport(Library)]
        private static extern int edge_run(Arrays* arrays, int* record, int length, int what, int first, int count, int channel, int channelCount);

        [DllImport(Library)]
        private static extern int edge_walk(Arrays* arrays, int* program, int length, int budget);

        [DllImport(Library)]
        private static extern int edge_decode(byte* source, int sourceLength, int offset, int* target, int targetLength, int index, int count, int size);

        [DllImport(Library)]
        private static extern Worker* edge_thread_worker();

        /// <summary>edge_bytes.</summary>
        [StructLayout(LayoutKind.Sequential)]
        private struct Bytes
        {
            public byte* Data;
            public int Length;
        }

        /// <summary>edge_arrays.</summary>
        [StructLayout(LayoutKind.Sequential)]
        private struct Arrays
        {
            public Bytes* Banks;
            public int BankCount;
            public Bytes Window;
            public int* Parameters;
            public int ParameterCount;
            public int* Accumulators;
            public int AccumulatorCount;
            public Bytes Input;
            public Bytes* Outputs;
            public int OutputCount;
            public Worker* Worker;
            public Bytes Scratch;
        }

        /// <summary>edge_worker; the library alone looks inside.</summary>
        private struct Worker
        {
        }
    }
}
