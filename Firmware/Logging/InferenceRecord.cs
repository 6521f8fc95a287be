using Edge.Firmware.Energy;
using Edge.Firmware.Results;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Logging
{
    /// <summary>Everything one inference line says. Negative numbers mean "not known", but for the temperature.</summary>
    internal sealed class InferenceRecord
    {
        /// <summary>Number of the inference since the start, from 1.</summary>
        public int Sequence;

        /// <summary>Name of the model.</summary>
        public string Model;

        /// <summary>Whole inference, microseconds.</summary>
        public long TotalMicroseconds;

        /// <summary>In kernels, microseconds.</summary>
        public long ComputeMicroseconds;

        /// <summary>Reading weights, microseconds.</summary>
        public long WeightReadMicroseconds;

        /// <summary>Neither, microseconds.</summary>
        public long IdleMicroseconds;

        /// <summary>Whole inference, nanojoules.</summary>
        public long Nanojoules;

        /// <summary>In kernels, nanojoules; a power monitor cannot tell.</summary>
        public long ComputeNanojoules;

        /// <summary>Reading weights, nanojoules; a power monitor cannot tell.</summary>
        public long WeightReadNanojoules;

        /// <summary>Waiting, nanojoules; a power monitor cannot tell.</summary>
        public long IdleNanojoules;

        /// <summary>Whole inference less the idle power over the same time, nanojoules.</summary>
        public long NetNanojoules;

        /// <summary>"measured", "modelled", "estimated", or null without an energy.</summary>
        public string Label;

        /// <summary>Bytes of weights read.</summary>
        public long WeightBytes;

        /// <summary>Bytes of arrays that the model uses.</summary>
        public long PeakSramBytes;

        /// <summary>Free bytes of the managed heap after the inference.</summary>
        public long FreeBytes;

        /// <summary>CPU clock, MHz.</summary>
        public long CpuMegahertz;

        /// <summary><see cref="TemperatureTenths"/> holds something.</summary>
        public bool HasTemperature;

        /// <summary>Tenths of a degree Celsius.</summary>
        public int TemperatureTenths;

        /// <summary>Index of the largest result.</summary>
        public int TopClass;

        /// <summary>Its value in thousandths.</summary>
        public long TopThousandths;

        /// <summary>Probability of <see cref="TopClass"/>, 0 to 1000; negative when the output is no list of classes.</summary>
        public int TopPermille;

        /// <summary>Times of the last inferences, this one included.</summary>
        public readonly RecentValues Times = new RecentValues();

        /// <summary>Energies of the last inferences, this one included.</summary>
        public readonly RecentValues Energies = new RecentValues();

        /// <summary>Takes times and weights from the runtime's log.</summary>
        /// <param name="log">Log of the inference.</param>
        /// <param name="isClockGood">False: the clock was caught going backwards, so neither times nor energies hold.</param>
        public void TakeTimes(InferenceLog log, bool isClockGood)
        {
            WeightBytes = log.TotalWeightBytes;
            if (!isClockGood || log.TotalMicroseconds < 0 || log.TotalComputeMicroseconds < 0 || log.TotalWeightReadMicroseconds < 0)
            {
                TotalMicroseconds = -1;
                ComputeMicroseconds = -1;
                WeightReadMicroseconds = -1;
                IdleMicroseconds = -1;
                return;
            }

            TotalMicroseconds = log.TotalMicroseconds;
            ComputeMicroseconds = log.TotalComputeMicroseconds;
            WeightReadMicroseconds = log.TotalWeightReadMicroseconds;
            long idle = TotalMicroseconds - ComputeMicroseconds - WeightReadMicroseconds;
            IdleMicroseconds = idle > 0 ? idle : 0;
        }

        /// <summary>Takes the energy from the runtime's log and its split from the energy meter. Call after <see cref="TakeTimes"/>.</summary>
        /// <param name="log">Log of the inference.</param>
        /// <param name="energyMeter">Energy meter that filled it, or null.</param>
        /// <param name="isEnergyGood">False: the power monitor reported a fault.</param>
        /// <param name="idleMicrowatts">Idle power of a measured rail, or -1.</param>
        public void TakeEnergy(InferenceLog log, IEnergyMeter energyMeter, bool isEnergyGood, long idleMicrowatts)
        {
            Nanojoules = -1;
            ComputeNanojoules = -1;
            WeightReadNanojoules = -1;
            IdleNanojoules = -1;
            NetNanojoules = -1;
            Label = null;
            if (energyMeter == null || !isEnergyGood || TotalMicroseconds < 0)
            {
                return;
            }

            Nanojoules = log.TotalNanojoules;
            Label = NameOf(log.EnergyLabel);
            StateTableEnergyMeter table = energyMeter as StateTableEnergyMeter;
            if (table != null)
            {
                ComputeNanojoules = table.ComputeNanojoules;
                WeightReadNanojoules = table.WeightReadNanojoules;
                IdleNanojoules = table.IdleNanojoules;
                NetNanojoules = NotNegative(table.NetNanojoules);
            }
            else if (idleMicrowatts >= 0)
            {
                NetNanojoules = NotNegative(IdlePower.NetNanojoules(Nanojoules, idleMicrowatts, TotalMicroseconds));
            }
        }

        /// <summary>Word that stands for a label in every line.</summary>
        public static string NameOf(EnergyLabel label)
        {
            if (label == EnergyLabel.Measured)
            {
                return "measured";
            }

            return label == EnergyLabel.Modelled ? "modelled" : "estimated";
        }

        private static long NotNegative(long value)
        {
            return value < 0 ? 0 : value;
        }
    }
}
