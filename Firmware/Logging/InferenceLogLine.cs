using Edge.Firmware.Results;

namespace Edge.Firmware.Logging
{
    /// <summary>An inference as a line: for machines (kind I of <see cref="LogLine"/>) and for people.</summary>
    internal static class InferenceLogLine
    {
        /// <summary>Kind of the line.</summary>
        public const string Kind = "I";

        /// <summary>Names of the fields, in their order, as the header line prints them.</summary>
        public const string Fields = "seq,model,total_us,compute_us,read_us,idle_us,energy_nj,compute_nj,read_nj,idle_nj,net_nj,label,"
            + "weight_bytes,peak_sram,free_bytes,cpu_mhz,temp_dc,top,top_milli,"
            + "top_permille,runs,mean_us,sd_us,mean_nj,sd_nj";

        /// <summary>The machine-readable line.</summary>
        public static string Format(InferenceRecord record, LogLine line)
        {
            line.Begin(Kind)
                .Add(record.Sequence)
                .Add(record.Model)
                .AddKnown(record.TotalMicroseconds)
                .AddKnown(record.ComputeMicroseconds)
                .AddKnown(record.WeightReadMicroseconds)
                .AddKnown(record.IdleMicroseconds)
                .AddKnown(record.Nanojoules)
                .AddKnown(record.ComputeNanojoules)
                .AddKnown(record.WeightReadNanojoules)
                .AddKnown(record.IdleNanojoules)
                .AddKnown(record.NetNanojoules)
                .Add(record.Label)
                .AddKnown(record.WeightBytes)
                .AddKnown(record.PeakSramBytes)
                .AddKnown(record.FreeBytes)
                .AddKnown(record.CpuMegahertz);
            if (record.HasTemperature)
            {
                line.Add(record.TemperatureTenths);
            }
            else
            {
                line.Add(null);
            }

            return line.AddKnown(record.TopClass)
                .Add(record.TopThousandths)
                .AddKnown(record.TopPermille)
                .Add(record.Times.Count)
                .AddKnown(record.Times.Mean())
                .AddKnown(record.Times.Deviation())
                .AddKnown(record.Energies.Mean())
                .AddKnown(record.Energies.Deviation())
                .End();
        }

        /// <summary>The line for people; begins with "# ".</summary>
        public static string FormatHuman(InferenceRecord record, LineBuffer line)
        {
            line.Clear().Put("# ").PutNumber(record.Sequence).Put(" ").Put(record.Model).Put(": ");
            if (record.TotalMicroseconds < 0)
            {
                line.Put("time unknown");
            }
            else
            {
                line.PutThousandths(record.TotalMicroseconds).Put(" ms (compute ").PutThousandths(record.ComputeMicroseconds)
                    .Put(", weights ").PutThousandths(record.WeightReadMicroseconds);
                PutMean(line, record.Times, 1);
                line.Put(")");
            }

            if (record.Nanojoules >= 0)
            {
                line.Put(", ").PutThousandths(record.Nanojoules / 1000).Put(" mJ ").Put(record.Label);
                if (record.NetNanojoules >= 0)
                {
                    line.Put(" (net ").PutThousandths(record.NetNanojoules / 1000);
                    PutMean(line, record.Energies, 1000);
                    line.Put(")");
                }
            }

            line.Put(", ").PutNumber(record.WeightBytes).Put(" B weights, SRAM ").PutNumber(record.PeakSramBytes).Put(" B");
            if (record.FreeBytes >= 0)
            {
                line.Put(", free ").PutNumber(record.FreeBytes).Put(" B");
            }

            if (record.CpuMegahertz > 0)
            {
                line.Put(", ").PutNumber(record.CpuMegahertz).Put(" MHz");
            }

            if (record.HasTemperature)
            {
                int tenths = record.TemperatureTenths;
                int size = tenths < 0 ? -tenths : tenths;
                line.Put(tenths < 0 ? ", -" : ", ").PutNumber(size / 10).Put(".").PutNumber(size % 10).Put(" C");
            }

            line.Put(", class ").PutNumber(record.TopClass).Put(" (").PutThousandths(record.TopThousandths);
            if (record.TopPermille >= 0)
            {
                line.Put(", ").PutNumber(record.TopPermille / 10).Put(".").PutNumber(record.TopPermille % 10).Put(" %");
            }

            return line.Put(")").ToText();
        }

        // Mean and standard deviation, once there are two values to have one.
        private static void PutMean(LineBuffer line, RecentValues values, int divisor)
        {
            if (values.Count > 1)
            {
                line.Put("; mean of ").PutNumber(values.Count).Put(" ").PutThousandths(values.Mean() / divisor)
                    .Put(" +- ").PutThousandths(values.Deviation() / divisor);
            }
        }
    }
}
