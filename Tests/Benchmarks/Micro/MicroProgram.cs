using System;

namespace Edge.Benchmarks.Micro
{
    // On the interpreter a profiler writes its counts out whenever the clock is read, so that the difference of the two
    // intervals between three readings is what the loop's iterations cost, without start-up and set-up.

    /// <summary>Runs each microbenchmark with N and with 2N iterations.</summary>
    public static class MicroProgram
    {
        /// <summary>Iterations of the shorter run.</summary>
        public const int Iterations = 100;

        /// <summary>Entry point on the device.</summary>
        public static void Main()
        {
            int checksum = NaiveMac.Run(1) + LaneMac.Run(1) + RequantizeRow.Run(1) + Dispatch.Run(1) + RowTransfer.Run(1);
            DateTime mark = DateTime.UtcNow;
            checksum += NaiveMac.Run(Iterations);
            mark = DateTime.UtcNow;
            checksum += NaiveMac.Run(2 * Iterations);
            mark = DateTime.UtcNow;
            checksum += LaneMac.Run(Iterations);
            mark = DateTime.UtcNow;
            checksum += LaneMac.Run(2 * Iterations);
            mark = DateTime.UtcNow;
            checksum += RequantizeRow.Run(Iterations);
            mark = DateTime.UtcNow;
            checksum += RequantizeRow.Run(2 * Iterations);
            mark = DateTime.UtcNow;
            checksum += Dispatch.Run(Iterations);
            mark = DateTime.UtcNow;
            checksum += Dispatch.Run(2 * Iterations);
            mark = DateTime.UtcNow;
            checksum += RowTransfer.Run(Iterations);
            mark = DateTime.UtcNow;
            checksum += RowTransfer.Run(2 * Iterations);
            mark = DateTime.UtcNow;
            Console.WriteLine("checksum " + checksum.ToString() + " at " + mark.Ticks.ToString());
        }
    }
}
