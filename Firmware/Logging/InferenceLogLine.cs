namespace Edge.Firmware.Logging
{
    /// <summary>An inference as a line: for machines (kind I of <see cref="LogLine"/>) and for people.</summary>
    internal static class InferenceLogLine
    {
        /// <summary>Kind of the line.</summary>
        public const string Kind = "I";

        /// <summary>Names of the fields, in their order, as the header line prints them.</summary>
        public const string Fields = "seq,model,total_us,compute_us,read_us,idle_us,energy_nj,compute_nj,read_nj,idle_nj,net_nj,label,"
            + "weight_bytes,peak_sram,free_bytes,cpu_mhz,temp_dc,top,top_milli";

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

            return line.AddKnown(record.TopClass).Add(record.TopThousandths).End();
        }

        /// <summary>The line for people; begins with "# ".</summary>
        public static string FormatHuman(InferenceRecord record)
        {
            string text = "# " + record.Sequence.ToString() + " " + record.Model + ": ";
            text += record.TotalMicroseconds < 0
                ? "time unknown"
                : Thousandths(record.TotalMicroseconds) + " ms (compute " + Thousandths(record.ComputeMicroseconds)
                    + ", weights " + Thousandths(record.WeightReadMicroseconds) + ")";
            if (record.Nanojoules >= 0)
            {
                text += ", " + Thousandths(record.Nanojoules / 1000) + " mJ " + record.Label;
                if (record.NetNanojoules >= 0)
                {
                    text += " (net " + Thousandths(record.NetNanojoules / 1000) + ")";
                }
            }

            text += ", " + record.WeightBytes.ToString() + " B weights, SRAM " + record.PeakSramBytes.ToString() + " B";
            if (record.FreeBytes >= 0)
            {
                text += ", free " + record.FreeBytes.ToString() + " B";
            }

            if (record.CpuMegahertz > 0)
            {
                text += ", " + record.CpuMegahertz.ToString() + " MHz";
            }

            if (record.HasTemperature)
            {
                int tenths = record.TemperatureTenths;
                int size = tenths < 0 ? -tenths : tenths;
                text += ", " + (tenths < 0 ? "-" : "") + (size / 10).ToString() + "." + (size % 10).ToString() + " C";
            }

            return text + ", class " + record.TopClass.ToString() + " (" + SignedThousandths(record.TopThousandths) + ")";
        }

        /// <summary>A number of thousandths, at least 0, with its three decimals.</summary>
        internal static string Thousandths(long value)
        {
            string rest = (value % 1000).ToString();
            return (value / 1000).ToString() + "." + (rest.Length == 3 ? "" : rest.Length == 2 ? "0" : "00") + rest;
        }

        private static string SignedThousandths(long value)
        {
            return value < 0 ? "-" + Thousandths(-value) : Thousandths(value);
        }
    }
}
