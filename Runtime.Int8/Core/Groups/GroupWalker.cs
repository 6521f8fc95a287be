namespace Edge.Runtime.Int8
{
    /// <summary>
    /// Pulls rows through the stages of a group: a stage's rows are made when a later stage needs them, so that a chain of
    /// operators holds only rings of rows. The executor computes the rows; the loader only checks that each ring is deep enough.
    /// Both walk in exactly this order.
    /// </summary>
    internal abstract class GroupWalker
    {
        private Stage[] _stages;

        /// <summary>Runs every root of a group to its last row.</summary>
        /// <param name="stages">Stages in topological order; NextRow is 0.</param>
        /// <param name="count">Number of them in use.</param>
        protected void Walk(Stage[] stages, int count)
        {
            _stages = stages;
            for (int i = 0; i < count; i++)
            {
                Stage stage = stages[i];
                if (stage.IsRoot)
                {
                    Demand(i, stage.Output.Height - 1);
                }
            }
        }

        /// <summary>Makes <paramref name="count"/> output rows from <paramref name="first"/>; the inputs' rows are there.</summary>
        protected abstract void MakeRows(Stage stage, int first, int count);

        /// <summary>Adds input row <paramref name="inputRow"/> to the sums of output row <paramref name="outputRow"/>.</summary>
        protected abstract void AddRow(Stage stage, int outputRow, int inputRow, bool isFirst);

        private void Demand(int index, int lastRow)
        {
            Stage stage = _stages[index];
            while (stage.NextRow <= lastRow)
            {
                int first = stage.NextRow;
                int count = stage.Output.Height - first;
                if (stage.Accumulates)
                {
                    count = 1;
                    Accumulate(stage, first);
                }
                else
                {
                    count = count < stage.RowStep ? count : stage.RowStep;
                    for (int i = 0; i < stage.InputCount; i++)
                    {
                        if (stage.InputStages[i] >= 0)
                        {
                            Demand(stage.InputStages[i], RowMapping.Last(stage, i, first + count - 1));
                        }
                    }
                }

                MakeRows(stage, first, count);
                stage.NextRow = first + count;
            }
        }

        private void Accumulate(Stage stage, int outputRow)
        {
            int firstRow = RowMapping.First(stage, 0, outputRow);
            int lastRow = RowMapping.Last(stage, 0, outputRow);
            for (int iy = firstRow; iy <= lastRow; iy++)
            {
                if (stage.InputStages[0] >= 0)
                {
                    Demand(stage.InputStages[0], iy);
                }

                AddRow(stage, outputRow, iy, iy == firstRow);
            }
        }
    }
}
