namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>
    /// Energy of an inference: a power monitor on the supply rail, or a table of currents by state.
    /// Called once per group of operators and at the start and end of an inference, never inside a kernel.
    /// </summary>
    public interface IEnergyMeter
    {
        /// <summary>How its figures come about.</summary>
        EnergyLabel Label { get; }

        /// <summary>Instrument and rail, or chip, clock, voltage and the source of the currents.</summary>
        string Source { get; }

        /// <summary>Forgets what was used so far: an inference begins.</summary>
        void Begin();

        /// <summary>Energy used since <see cref="Begin"/> or the previous call.</summary>
        /// <param name="computeMicroseconds">Time spent in kernels since then.</param>
        /// <param name="weightReadMicroseconds">Time spent reading weights since then.</param>
        /// <param name="idleMicroseconds">Time spent waiting since then.</param>
        /// <returns>Nanojoules (1 mA at 3.3 V for 1 us is 3.3 nJ), at least 0.</returns>
        long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds);
    }
}
