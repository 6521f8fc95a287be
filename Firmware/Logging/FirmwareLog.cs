using System;
using Edge.Firmware.Board;
using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Logging
{
    /// <summary>Every line the app writes. Never throws: a log that fails must not stop what it logs.</summary>
    internal sealed class FirmwareLog : IEventLog
    {
        /// <summary>Version of the line format, first field of the boot line.</summary>
        public const int FormatVersion = 1;

        /// <summary>Fields of kind B.</summary>
        public const string BootFields = "format,firmware,target,chip,cpu_mhz,wake,label,energy_source,trust";

        /// <summary>Fields of kind M.</summary>
        public const string ModelFields = "model,file,sequence,bytes,groups,peak_sram,free_bytes,input,kernels,hash";

        /// <summary>Fields of kind G.</summary>
        public const string GroupFields = "seq,group,compute_us,read_us,energy_uj,weight_bytes";

        /// <summary>Fields of kind D.</summary>
        public const string DutyFields = "seq,awake_us,awake_nj,sleep_s,sleep_nj,cycle_nj,average_nw,battery_h,label";

        /// <summary>Fields of kind E.</summary>
        public const string ErrorFields = "code,where,detail";

        private readonly ILogSink _sink;
        private readonly LogLine _line = new LogLine();

        /// <summary>Writes to a sink.</summary>
        public FirmwareLog(ILogSink sink)
        {
            _sink = sink;
        }

        /// <summary>Which lines are written. Errors always are.</summary>
        public LogForm Form { get; set; }

        /// <summary>Failures logged since the start.</summary>
        public int ErrorCount { get; private set; }

        private bool HasCsv
        {
            get { return Form != LogForm.Human; }
        }

        private bool HasHuman
        {
            get { return Form != LogForm.Csv; }
        }

        /// <summary>Names the fields of every kind, so that a log explains itself.</summary>
        public void Header()
        {
            if (HasCsv)
            {
                HeaderOf("B", BootFields);
                HeaderOf("M", ModelFields);
                HeaderOf(InferenceLogLine.Kind, InferenceLogLine.Fields);
                HeaderOf("G", GroupFields);
                HeaderOf("D", DutyFields);
                HeaderOf("E", ErrorFields);
            }
        }

        /// <summary>The app has started.</summary>
        /// <param name="trust">Key that models must be signed with, or null.</param>
        public void Boot(string firmware, string target, string chip, int cpuMegahertz, string wakeCause, IEnergyMeter energyMeter, string trust)
        {
            string label = energyMeter == null ? null : InferenceRecord.NameOf(energyMeter.Label);
            string source = energyMeter == null ? null : energyMeter.Source;
            if (HasCsv)
            {
                Write(_line.Begin("B").Add(FormatVersion).Add(firmware).Add(target).Add(chip).AddKnown(cpuMegahertz).Add(wakeCause).Add(label).Add(source).Add(trust).End());
            }

            if (HasHuman)
            {
                Write("# Edge " + firmware + " on " + target + ", " + cpuMegahertz.ToString() + " MHz, woken by " + wakeCause
                    + ", energy " + (energyMeter == null ? "unknown" : label + ": " + source)
                    + (trust == null ? ", models unsigned: anybody may replace them" : ", models signed by key " + trust));
            }
        }

        /// <summary>A model is ready.</summary>
        /// <param name="input">Where its input comes from: "sample", "pattern" or "host".</param>
        /// <param name="kernels">Name of the kernels that really run.</param>
        /// <param name="hash">First digits of its hash, or null.</param>
        public void Model(string model, string file, int version, int bytes, int groups, int peakSramBytes, long freeBytes, string input, string kernels, string hash)
        {
            if (HasCsv)
            {
                Write(_line.Begin("M").Add(model).Add(file).AddKnown(version).Add(bytes).Add(groups).Add(peakSramBytes).AddKnown(freeBytes).Add(input).Add(kernels).Add(hash).End());
            }

            if (HasHuman)
            {
                Write("# model " + model + " from " + file + ", " + bytes.ToString() + " B, " + groups.ToString() + " groups, SRAM "
                    + peakSramBytes.ToString() + " B, free " + freeBytes.ToString() + " B, input: " + input + ", kernels " + kernels);
            }
        }

        /// <summary>An inference has run.</summary>
        public void Inference(InferenceRecord record)
        {
            if (HasCsv)
            {
                Write(InferenceLogLine.Format(record, _line));
            }

            if (HasHuman)
            {
                Write(InferenceLogLine.FormatHuman(record, _line));
            }
        }

        /// <summary>One line for each group of the last inference.</summary>
        /// <param name="hasEnergy">False: the energies do not hold.</param>
        public void Groups(int sequence, InferenceLog log, bool hasEnergy)
        {
            for (int group = 0; HasCsv && group < log.GroupCount; group++)
            {
                Write(_line.Begin("G").Add(sequence).Add(group)
                    .AddKnown(log.GetComputeMicroseconds(group))
                    .AddKnown(log.GetWeightReadMicroseconds(group))
                    .AddKnown(hasEnergy ? log.GetEnergyMicrojoules(group) : -1)
                    .AddKnown(log.GetWeightBytes(group))
                    .End());
            }
        }

        /// <summary>The board is about to sleep.</summary>
        /// <param name="batteryHours">Estimated battery life, or -1.</param>
        /// <param name="label">How the energy came about; never "measured", because the sleep is not measured.</param>
        public void Duty(int sequence, DutyCycle cycle, long batteryHours, string label)
        {
            if (HasCsv)
            {
                Write(_line.Begin("D").Add(sequence).Add(cycle.AwakeMicroseconds).Add(cycle.AwakeNanojoules).Add(cycle.SleepSeconds).Add(cycle.SleepNanojoules)
                    .Add(cycle.CycleNanojoules).Add(cycle.AverageNanowatts).AddKnown(batteryHours).Add(label).End());
            }

            if (HasHuman)
            {
                _line.Clear().Put("# cycle: awake ").PutThousandths(cycle.AwakeMicroseconds).Put(" ms, ").PutThousandths(cycle.AwakeNanojoules / 1000)
                    .Put(" mJ, then ").PutNumber(cycle.SleepSeconds).Put(" s asleep, ").PutThousandths(cycle.SleepNanojoules / 1000)
                    .Put(" mJ; average ").PutThousandths(cycle.AverageNanowatts / 1000).Put(" mW");
                if (batteryHours >= 0)
                {
                    _line.Put("; battery ").PutNumber(batteryHours).Put(" h (estimated)");
                }

                Write(_line.ToText());
            }
        }

        /// <inheritdoc />
        public void Error(FirmwareError error, string where, long detail)
        {
            ErrorCount++;
            try
            {
                Write(_line.Begin("E").Add((int)error).Add(where).Add(detail).End());
                if (HasHuman)
                {
                    Write(_line.Clear().Put("# error ").PutNumber((int)error).Put(" at ").Put(where).Put(" (").PutNumber(detail).Put(")").ToText());
                }
            }
            catch (Exception)
            {
                // The heap is exhausted. The count says that a line is missing.
            }
        }

        private void HeaderOf(string kind, string fields)
        {
            Write(_line.Begin("H").AddNames(kind).AddNames(fields).End());
        }

        private void Write(string line)
        {
            _sink.WriteLine(line);
        }
    }
}
