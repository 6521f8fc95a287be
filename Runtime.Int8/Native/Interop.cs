using System.Runtime.CompilerServices;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>
    /// The methods that firmware implements in C. Their order and signatures make up the table and the checksum in the firmware's
    /// interop folder: after a change here regenerate them (docs/native.md); a test fails until that is done.
    /// </summary>
    internal static class Interop
    {
        /// <summary>Version of the library: <see cref="NativeRecord.Version"/> when it fits this assembly.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Version();

        /// <summary>Walks a group's program: see edge_walk.h.</summary>
        /// <param name="program">The group; holds the state of the walk.</param>
        /// <param name="banks">The model's banks.</param>
        /// <param name="window">Streamed weights.</param>
        /// <param name="parameters">Biases, multipliers, shifts, exponentials and index maps.</param>
        /// <param name="accumulators">Sums.</param>
        /// <param name="input">The whole input, or null: its rows are asked for.</param>
        /// <param name="outputs">The outputs.</param>
        /// <param name="budget">About how many products until it returns; 0: only checks the program.</param>
        /// <returns>What is needed next, 0 at the end, or a negative code.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Walk(
            int[] program, byte[][] banks, byte[] window, int[] parameters, int[] accumulators, sbyte[] input, sbyte[][] outputs, int budget);

        /// <summary>Decodes little-endian numbers.</summary>
        /// <param name="source">Bytes.</param>
        /// <param name="offset">First of them.</param>
        /// <param name="target">Receives the numbers.</param>
        /// <param name="index">First index written.</param>
        /// <param name="count">How many.</param>
        /// <param name="size">1: int8; 2: uint16; 4: int32.</param>
        /// <returns>0, or a negative code when they do not fit.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Decode(byte[] source, int offset, int[] target, int index, int count, int size);

        /// <summary>Runs one call of a kernel.</summary>
        /// <param name="record">The stage.</param>
        /// <param name="banks">The arrays it names; unused ones are null.</param>
        /// <param name="weights">Array of the weights, or null.</param>
        /// <param name="parameters">Biases, multipliers, shifts, exponentials and index maps.</param>
        /// <param name="accumulators">Sums.</param>
        /// <param name="what">0: makes rows; 1: adds an input row.</param>
        /// <param name="first">First output row, or the input row.</param>
        /// <param name="count">Rows, or 1 for the first input row.</param>
        /// <param name="channel">First channel of a convolution.</param>
        /// <param name="channelCount">Channels of a convolution.</param>
        /// <returns>0, or why it did not run: see edge_run.h.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Run(
            int[] record, byte[][] banks, byte[] weights, int[] parameters, int[] accumulators,
            int what, int first, int count, int channel, int channelCount);
    }
}
