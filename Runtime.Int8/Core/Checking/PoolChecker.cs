using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks that the stages of a group do not write over each other's parameters and accumulators.</summary>
    internal static class PoolChecker
    {
        /// <summary>
        /// Ranges of two stages are disjoint, but for the parameters of two streamed stages: those are decoded anew for each block.
        /// </summary>
        /// <param name="stages">Stages of the group.</param>
        /// <param name="count">Number of them in use.</param>
        /// <param name="isOnePool">Parameters and accumulators lie in the same array.</param>
        /// <returns>Number of a stage whose ranges overlap those of an earlier one or each other, or -1.</returns>
        public static int FindOverlap(Stage[] stages, int count, bool isOnePool)
        {
            for (int k = 0; k < count; k++)
            {
                Stage b = stages[k];
                if (b.AccumulatorCount == 0 && ParameterInts(b) == 0)
                {
                    continue;
                }

                if (isOnePool && AreSumsAmong(b, b))
                {
                    return k;
                }

                for (int i = 0; i < k; i++)
                {
                    Stage a = stages[i];
                    bool bothStreamed = a.IsStreamed && b.IsStreamed;
                    if ((!bothStreamed && Overlap(a.ParameterBase, ParameterInts(a), b.ParameterBase, ParameterInts(b)))
                        || Overlap(a.AccumulatorBase, a.AccumulatorCount, b.AccumulatorBase, b.AccumulatorCount)
                        || (isOnePool && (AreSumsAmong(a, b) || AreSumsAmong(b, a))))
                    {
                        return k;
                    }
                }
            }

            return -1;
        }

        /// <summary>Whether sums of one stage lie where parameters of another do.</summary>
        private static bool AreSumsAmong(Stage sums, Stage parameters)
        {
            return Overlap(sums.AccumulatorBase, sums.AccumulatorCount, parameters.ParameterBase, ParameterInts(parameters));
        }

        private static int ParameterInts(Stage stage)
        {
            return OperatorTable.All[stage.OpCode].ParameterInts(stage);
        }

        private static bool Overlap(int startA, int countA, int startB, int countB)
        {
            return countA > 0 && countB > 0 && startA < startB + countB && startB < startA + countA;
        }
    }
}
