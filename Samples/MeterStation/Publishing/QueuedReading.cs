namespace Edge.MeterStation.Publishing
{
    /// <summary>A reading that waits for the broker. The object is the queue's and is overwritten.</summary>
    internal sealed class QueuedReading
    {
        /// <summary>Number of the reading, from 1; never given twice, over resets and power cuts.</summary>
        public long Number;

        /// <summary>The reading in units of the last digit.</summary>
        public long Value;

        /// <summary>Confidence of the least certain digit, 0 to 1000.</summary>
        public int ConfidencePermille;

        /// <summary>A digit was hidden and filled in from the reading before.</summary>
        public bool IsFilled;
    }
}
