namespace Edge.Runtime.Int8
{
    /// <summary>
    /// All arrays that Run touches, allocated once when a model is loaded: banks of rows, resident weights and tables,
    /// the weight window, int parameters and accumulators, scratch memory, and a piece of the program. No array is above 30 KB.
    /// </summary>
    internal sealed class ActivationArena
    {
        /// <summary>Banks of bytes that rows, resident weights and tables share.</summary>
        public readonly byte[][] Banks;

        /// <summary>Decoded biases, multipliers, shifts, exponentials and index maps of the running group.</summary>
        public readonly int[] Parameters;

        /// <summary>Sums of pools and means: the array of the parameters, or one of their own.</summary>
        public readonly int[] Accumulators;

        /// <summary>Streamed weights and whatever else is read from the blob; empty where each group has its window in a bank.</summary>
        public readonly byte[] Window;

        /// <summary>Scratch memory of the kernels: packed inputs and sums.</summary>
        public readonly long[] Lanes;

        /// <summary>Scratch bytes of the kernels: table of results, weights of a block.</summary>
        public readonly byte[] ScratchBytes;

        private readonly int _allocatedBytes;

        /// <summary>Allocates everything.</summary>
        /// <param name="header">Sizes.</param>
        public ActivationArena(Blob.ProgramHeader header)
        {
            Banks = new byte[header.BankBytes.Length][];
            for (int i = 0; i < Banks.Length; i++)
            {
                Banks[i] = new byte[header.BankBytes[i]];
            }

            Parameters = new int[header.ParameterInts];
            Accumulators = header.AccumulatorInts == 0 ? Parameters : new int[header.AccumulatorInts];
            Window = new byte[header.WindowBytes];
            Lanes = new long[header.LaneLongs];
            ScratchBytes = new byte[header.ScratchBytes];
            _allocatedBytes = header.ArenaBytes;
        }

        /// <summary>Bytes in arrays, the piece of the program included.</summary>
        public int AllocatedBytes
        {
            get { return _allocatedBytes; }
        }
    }
}
