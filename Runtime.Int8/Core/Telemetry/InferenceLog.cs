namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>
    /// Time and energy of the last inference, by group and state. Arrays are made once; Run only fills them.
    /// </summary>
    public sealed class InferenceLog
    {
        /// <summary>Microseconds in kernels, by group.</summary>
        internal readonly int[] GroupComputeMicroseconds;

        /// <summary>Microseconds reading weights, by group.</summary>
        internal readonly int[] GroupWeightReadMicroseconds;

        /// <summary>Microjoules, by group.</summary>
        internal readonly int[] GroupEnergyMicrojoules;

        /// <summary>Bytes of weights read, by group.</summary>
        internal readonly int[] GroupWeightBytes;

        /// <summary>Microseconds from first to last row of the inference.</summary>
        public long TotalMicroseconds { get; internal set; }

        /// <summary>Microseconds in kernels.</summary>
        public long TotalComputeMicroseconds { get; internal set; }

        /// <summary>Microseconds reading weights.</summary>
        public long TotalWeightReadMicroseconds { get; internal set; }

        /// <summary>Nanojoules of the inference.</summary>
        public long TotalNanojoules { get; internal set; }

        /// <summary>Bytes of weights read.</summary>
        public int TotalWeightBytes { get; internal set; }

        /// <summary>Calls to the weight source.</summary>
        public int WeightReadCalls { get; internal set; }

        /// <summary>Inferences since the model was loaded.</summary>
        public int InferenceCount { get; internal set; }

        /// <summary>How <see cref="TotalNanojoules"/> came about.</summary>
        public EnergyLabel EnergyLabel { get; internal set; }

        /// <summary>Instrument, or chip, clock and source of the currents; null without a meter.</summary>
        public string EnergySource { get; internal set; }

        /// <summary>Makes an empty log.</summary>
        /// <param name="groups">Groups of the model.</param>
        internal InferenceLog(int groups)
        {
            GroupComputeMicroseconds = new int[groups];
            GroupWeightReadMicroseconds = new int[groups];
            GroupEnergyMicrojoules = new int[groups];
            GroupWeightBytes = new int[groups];
        }

        /// <summary>Groups of the model.</summary>
        public int GroupCount
        {
            get { return GroupWeightBytes.Length; }
        }

        /// <summary>Bytes in arrays; part of the model's peak memory.</summary>
        public int ArrayBytes
        {
            get { return 16 * GroupWeightBytes.Length; }
        }

        /// <summary>Microseconds in kernels of a group.</summary>
        public int GetComputeMicroseconds(int group)
        {
            return GroupComputeMicroseconds[group];
        }

        /// <summary>Microseconds of a group spent reading weights.</summary>
        public int GetWeightReadMicroseconds(int group)
        {
            return GroupWeightReadMicroseconds[group];
        }

        /// <summary>Microjoules of a group.</summary>
        public int GetEnergyMicrojoules(int group)
        {
            return GroupEnergyMicrojoules[group];
        }

        /// <summary>Bytes of weights that a group read.</summary>
        public int GetWeightBytes(int group)
        {
            return GroupWeightBytes[group];
        }
    }
}
