namespace Edge.Runtime.Int8
{
    /// <summary>Sees rows as they are made, whatever the schedule; tools dump and compare layers through it.</summary>
    internal interface IRowObserver
    {
        /// <summary>Rows were written to <c>stage.Output</c>.</summary>
        /// <param name="stage">The stage that made them.</param>
        /// <param name="first">First row.</param>
        /// <param name="count">Number of rows.</param>
        void RowsMade(Stage stage, int first, int count);
    }
}
