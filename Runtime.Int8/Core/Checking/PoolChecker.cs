namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks that the stages of a group do not write over each other's parameters and accumulators.</summary>
    internal static class PoolChecker
    {
        /// <summary>
        /// Ranges of two stages are disjoint, but for the parameters of two streamed stages: those are decoded anew for each block.
        /// </summary>
        /// <returns>Number of a stage whose ranges overlap those of an earlier one, or -1.</returns>
        public static int FindOverlap(Stage[] stages, int count)
        {
            for (int k = 1; k < count; k++)
            {
                Stage b = stages[k];
                if (b.AccumulatorCount == 0 && ParameterCount(b) == 0)
                {
                    continue;
                }

                for (int i = 0; i < k; i++)
                {
                    Stage a = stages[i];
                    bool bothStreamed = a.IsStreamed && b.IsStreamed;
                    if ((!bothStreamed && Overlap(a.BiasBase, ParameterCount(a), b.BiasBase, ParameterCount(b)))
                        || Overlap(a.AccumulatorBase, a.AccumulatorCount, b.AccumulatorBase, b.AccumulatorCount))
                    {
                        return k;
                    }
                }
            }

            return -1;
        }

        /// <summary>Ints of the parameter pool that a stage uses.</summary>
        public static int ParameterCount(Stage stage)
        {
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    return 3 * stage.ParameterStride;
                case OpCode.Softmax:
                    return BlobFormat.TableEntries;
                case OpCode.Resize:
                    return stage.Output.Height + stage.Output.Width;
                default:
                    return 0;
            }
        }

        private static bool Overlap(int startA, int countA, int startB, int countB)
        {
            return countA > 0 && countB > 0 && startA < startB + countB && startB < startA + countA;
        }
    }
}
