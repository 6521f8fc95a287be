using Edge.Firmware.Board;
using Edge.Firmware.Logging;

namespace Edge.MeterDigits.Device
{
    /// <summary>Writes readings to the log: kind V for each digit, kind R for the reading (docs/meter-reader.md), and a line for people.</summary>
    internal sealed class MeterLog
    {
        /// <summary>Fields of kind V.</summary>
        public const string DigitFields = "seq,index,seen,value,state,confidence,us,nj";

        /// <summary>Fields of kind R.</summary>
        public const string ReadingFields = "seq,value,decimals,status,previous,confidence,us,nj,label";

        private const string DigitKind = "V";
        private const string ReadingKind = "R";

        private static readonly string[] s_states = { "read", "rolling", "filled", "unknown" };
        private static readonly string[] s_statuses = { "read", "incomplete", "backwards", "jump" };

        private readonly ILogSink _sink;
        private readonly LogLine _line = new LogLine();

        /// <summary>Writes to a sink.</summary>
        public MeterLog(ILogSink sink)
        {
            _sink = sink;
        }

        /// <summary>Word of a state.</summary>
        public static string NameOf(DigitState state)
        {
            return s_states[(int)state];
        }

        /// <summary>Word of a status.</summary>
        public static string NameOf(MeterStatus status)
        {
            return s_statuses[(int)status];
        }

        /// <summary>Names the fields, so that a log explains itself.</summary>
        public void Header()
        {
            _sink.WriteLine(_line.Begin("H").AddNames(DigitKind).AddNames(DigitFields).End());
            _sink.WriteLine(_line.Begin("H").AddNames(ReadingKind).AddNames(ReadingFields).End());
        }

        /// <summary>Writes a reading.</summary>
        /// <param name="reading">The reading.</param>
        /// <param name="decimals">Digits behind the point.</param>
        public void Write(MeterReading reading, int decimals)
        {
            for (int i = 0; i < reading.Digits.Length; i++)
            {
                DigitResult digit = reading.Digits[i];
                _line.Begin(DigitKind).Add(reading.Sequence).Add(i).AddKnown(digit.SeenClass == DigitResult.NotReadable ? -1 : digit.SeenClass)
                    .AddKnown(digit.Value).Add(NameOf(digit.State)).Add(digit.ConfidencePermille).Add(digit.Microseconds)
                    .AddKnown(reading.HasEnergy ? digit.Nanojoules : -1);
                _sink.WriteLine(_line.End());
            }

            string label = reading.HasEnergy ? InferenceRecord.NameOf(reading.EnergyLabel) : null;
            _line.Begin(ReadingKind).Add(reading.Sequence).AddKnown(reading.HasValue ? reading.Value : -1).Add(decimals).Add(NameOf(reading.Status))
                .AddKnown(reading.Previous).Add(reading.ConfidencePermille).Add(reading.Microseconds)
                .AddKnown(reading.HasEnergy ? reading.Nanojoules : -1).Add(label);
            _sink.WriteLine(_line.End());
            _line.Clear().Put("# reading ").PutNumber(reading.Sequence).Put(": ");
            reading.PutText(_line, decimals);
            _line.Put(" ").Put(NameOf(reading.Status)).Put(", confidence ").PutNumber(reading.ConfidencePermille).Put("/1000, ")
                .PutThousandths(reading.Microseconds).Put(" ms");
            if (reading.HasEnergy)
            {
                _line.Put(", ").PutThousandths(reading.Nanojoules / 1000).Put(" mJ ").Put(label);
            }

            _sink.WriteLine(_line.ToText());
        }
    }
}
