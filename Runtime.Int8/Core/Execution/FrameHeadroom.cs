using System;

namespace Edge.Runtime.Int8
{
    // The interpreter puts a stack frame for every call on the managed heap, each in one piece. When a frame finds no room and
    // little is free, it compacts the heap and goes on BEHIND the call: the method is skipped, its result is missing, and no
    // exception says so (docs/decisions.md). A collection comes before that, and undoes everything that was allocated and
    // dropped since; so when there is room for the frames once all else has been allocated, and nothing allocated later is
    // kept, a frame always finds it.

    /// <summary>Free memory that has to stay for the stack frames of an inference.</summary>
    internal static class FrameHeadroom
    {
        /// <summary>
        /// Bytes in one piece: twice what the deepest chain of calls of an inference takes, 9,204 bytes (computed from the IL of all kernels
        /// with the frame's size of the 32-bit interpreter, FrameHeadroomTests). Frames of methods that have returned keep their places until
        /// a collection, and those that have not lie between them (docs/decisions.md has what was measured).
        /// </summary>
        public const int Bytes = 18 * 1024;

        /// <summary>Bytes for each stage of a group on top: the frame that asks an earlier stage for its rows.</summary>
        public const int BytesPerStage = 256;

        /// <summary>Bytes that must be free for a network.</summary>
        /// <param name="stages">Most stages of a group.</param>
        public static int Of(int stages)
        {
            return Bytes + (stages * BytesPerStage);
        }

        /// <summary>Whether so many bytes are free in one piece. Collects and compacts the heap where that is needed.</summary>
        public static bool HasFree(int bytes)
        {
            try
            {
                // Dropped at once: the next collection makes it free again, in one piece.
                return new byte[bytes].Length == bytes;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }
    }
}
