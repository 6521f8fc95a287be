using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8
{
    /// <summary>
    /// Runs whole groups of one model in the executor's place: native code decodes and walks at a fraction of what it costs the
    /// interpreter. Prepared once, when the model is loaded and checked; rows are made in the order of <see cref="GroupWalker"/>.
    /// </summary>
    internal abstract class GroupRunner
    {
        /// <summary>Bytes in arrays that it allocated.</summary>
        public abstract int AllocatedBytes { get; }

        /// <summary>Takes a decoded group, the first one first.</summary>
        /// <returns>False when it cannot run the group: then it runs none of the model.</returns>
        public abstract bool Prepare(int index, GroupDecoder group);

        /// <summary>Runs a group: loads what stays resident, then makes all rows.</summary>
        /// <param name="index">The group.</param>
        /// <param name="input">Rows of the network's input.</param>
        /// <param name="outputs">One array for each output.</param>
        /// <param name="window">Reads weights.</param>
        public abstract void Run(int index, InputRows input, sbyte[][] outputs, WeightWindow window);
    }
}
