namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>
    /// Time and energy of the last inference, by group and state. Arrays are made once; Run only fills them.
    /// </summary>
    public sealed class InferenceLog
    {
        /// <summary>Microseconds in kernels, by group.</summary>
        public readonly int[] ComputeMicroseconds;

        /// <summary>Microseconds reading weights, by group.</summary>
        public readonly int[] WeightReadMicroseconds;

        /// <summary>Microjoules, by group.</summary>
        public readonly int[] EnergyMicrojoules;

        /// <summary>Bytes of weights read, by group.</summary>
        public readonly int[] WeightBytes;

        /// <summary>Microseconds from first to last row of the inference.</summary>
        public long TotalMicroseconds;

        /// <summary>Microseconds in kernels.</summary>
        public long TotalComputeMicroseconds;

        /// <summary>Microseconds reading weights.</summary>
        public long TotalWeightReadMicroseconds;

        /// <summary>Nanojoules of the inference.</summary>
        public long TotalNanojoules;

        /// <summary>Bytes of weights read.</summary>
        public int TotalWeightBytes;

        /// <summary>Calls to the weight source.</summary>
        public int WeightReadCalls;

        /// <summary>Inferences since the model was loaded.</summary>
        public int InferenceCount;

        /// <summary>How <see cref="TotalNanojoules"/> came about.</summary>
        public EnergyLabel EnergyLabel;

        /// <summary>Instrument, or chip, clock and source of the currents; null without a meter.</summary>
        public string EnergySource;

        /// <summary>Makes an empty log.</summary>
        /// <param name="groups">Groups of the model.</param>
        public InferenceLog(int groups)
        {
            ComputeMicroseconds = new int[groups];
            WeightReadMicroseconds = new int[groups];
            EnergyMicrojoules = new int[groups];
            WeightBytes = new int[groups];
        }

        /// <summary>Groups of the model.</summary>
        public int GroupCount
        {
            get { return WeightBytes.Length; }
        }

        /// <summary>Bytes in arrays; part of the model's peak memory.</summary>
        public int ArrayBytes
        {
            get { return 16 * WeightBytes.Length; }
        }
    }
}
