namespace Edge.Runtime.Int8.Operators
{
    /// <summary>The operators by code: everything that depends on the code asks here.</summary>
    internal static class OperatorTable
    {
        /// <summary>Index: <see cref="Blob.OpCode"/>.</summary>
        public static readonly Operator[] All =
        {
            new InputOperator(),
            new ConstantOperator(),
            new Conv2DOperator(),
            new DepthwiseConv2DOperator(),
            new AddOperator(),
            new MulOperator(),
            new AveragePoolOperator(),
            new MaxPoolOperator(),
            new MeanOperator(),
            new PadOperator(),
            new ReshapeOperator(),
            new TransposeOperator(),
            new SoftmaxOperator(),
            new TableOperator(),
            new PReluOperator(),
            new ConcatOperator(),
            new ResizeOperator(),
            new OutputOperator(),
            new ResizeBilinearOperator(),
            new SelectOperator(),
            new DepthToSpaceOperator(),
            new ExtremumOperator(true),
            new ExtremumOperator(false),
            new L2NormalizationOperator(),
            new LongDenseOperator(),
        };
    }
}
