namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>Plain loops, those of the folder Operators: the definition of what a blob computes, and what every set falls back to.</summary>
    public sealed class ReferenceKernels : KernelSet
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "reference"; }
        }
    }
}
