namespace Edge.Runtime.Int8.Telemetry
{
    // Energy by state: time measured by the executor, times the current of that state, times the supply voltage.
    //   1 uA x 1 mV x 1 us = 1e-15 J, so nanojoules = microamps x millivolts x microseconds / 1e6.
    // The division's remainder is carried per state, so the groups of an inference add up to the inference.

    /// <summary>
    /// The meter of a board without a power monitor: <see cref="EnergyLabel.Modelled"/>. Gross energy by state,
    /// and net of what the chip would have drawn idle for the same time.
    /// </summary>
    public sealed class StateTableEnergyMeter : IEnergyMeter
    {
        private const int FemtoPerNano = 1000000;

        // 115 days. A clock that jumps further is broken, and a longer time could overflow the products below.
        private const long MaximumMicroseconds = 10000000000000L;

        private readonly long _computeNanowatts;
        private readonly long _weightReadNanowatts;
        private readonly long _idleNanowatts;
        private readonly string _source;

        private long _computeNanojoules;
        private long _weightReadNanojoules;
        private long _idleNanojoules;
        private long _baselineNanojoules;
        private long _computeRest;
        private long _weightReadRest;
        private long _idleRest;
        private long _baselineRest;

        /// <summary>Makes the meter of one chip at one clock.</summary>
        /// <param name="currents">Currents by state.</param>
        public StateTableEnergyMeter(BoardCurrents currents)
        {
            if (currents == null)
            {
                throw new System.ArgumentNullException(nameof(currents));
            }

            long millivolts = currents.Millivolts;
            _computeNanowatts = currents.ComputeMicroamps * millivolts;
            _weightReadNanowatts = currents.WeightReadMicroamps * millivolts;
            _idleNanowatts = currents.IdleMicroamps * millivolts;
            _source = currents.Chip + " " + currents.CpuMegahertz.ToString() + " MHz " + currents.Millivolts.ToString() + " mV: " + currents.Source;
        }

        /// <inheritdoc />
        public EnergyLabel Label
        {
            get { return EnergyLabel.Modelled; }
        }

        /// <inheritdoc />
        public string Source
        {
            get { return _source; }
        }

        /// <summary>Energy of computing since <see cref="Begin"/>, in nanojoules.</summary>
        public long ComputeNanojoules
        {
            get { return _computeNanojoules; }
        }

        /// <summary>Energy of reading weights since <see cref="Begin"/>, in nanojoules.</summary>
        public long WeightReadNanojoules
        {
            get { return _weightReadNanojoules; }
        }

        /// <summary>Energy of waiting since <see cref="Begin"/>, in nanojoules.</summary>
        public long IdleNanojoules
        {
            get { return _idleNanojoules; }
        }

        /// <summary>Everything since <see cref="Begin"/>, in nanojoules.</summary>
        public long GrossNanojoules
        {
            get { return _computeNanojoules + _weightReadNanojoules + _idleNanojoules; }
        }

        /// <summary>Gross less the idle current over the whole time: what the inference added. May be negative with odd tables.</summary>
        public long NetNanojoules
        {
            get { return GrossNanojoules - _baselineNanojoules; }
        }

        /// <inheritdoc />
        public void Begin()
        {
            _computeNanojoules = 0;
            _weightReadNanojoules = 0;
            _idleNanojoules = 0;
            _baselineNanojoules = 0;
            _computeRest = 0;
            _weightReadRest = 0;
            _idleRest = 0;
            _baselineRest = 0;
        }

        /// <inheritdoc />
        /// <remarks>A negative time (a clock that went backwards) counts as none.</remarks>
        public long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds)
        {
            long computeTime = Bound(computeMicroseconds);
            long weightReadTime = Bound(weightReadMicroseconds);
            long idleTime = Bound(idleMicroseconds);

            long compute = Energy(_computeNanowatts, computeTime, ref _computeRest);
            long weightRead = Energy(_weightReadNanowatts, weightReadTime, ref _weightReadRest);
            long idle = Energy(_idleNanowatts, idleTime, ref _idleRest);
            _baselineNanojoules += Energy(_idleNanowatts, computeTime + weightReadTime + idleTime, ref _baselineRest);

            _computeNanojoules += compute;
            _weightReadNanojoules += weightRead;
            _idleNanojoules += idle;
            return compute + weightRead + idle;
        }

        // Seconds and the rest apart: nanowatts <= 4e10 and three times <= 3e13 us in all, so the parts are at most
        // 3e7 x 4e10 and 1e6 x 4e10, both below 2^63.
        private static long Energy(long nanowatts, long microseconds, ref long rest)
        {
            long seconds = microseconds / FemtoPerNano;
            long femtojoules = ((microseconds - (seconds * FemtoPerNano)) * nanowatts) + rest;
            long nanojoules = femtojoules / FemtoPerNano;
            rest = femtojoules - (nanojoules * FemtoPerNano);
            return (seconds * nanowatts) + nanojoules;
        }

        private static long Bound(long microseconds)
        {
            if (microseconds < 0)
            {
                return 0;
            }

            return microseconds > MaximumMicroseconds ? MaximumMicroseconds : microseconds;
        }
    }
}
