using Edge.Firmware.Logging;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterDigits.Device
{
    /// <summary>One reading of a meter. The object is the reader's and is overwritten by the next reading.</summary>
    internal sealed class MeterReading
    {
        /// <summary>Previous reading when there is none.</summary>
        public const long NoPrevious = -1;

        /// <summary>The digits, most significant first.</summary>
        public readonly DigitResult[] Digits;

        /// <summary>Readings since the start.</summary>
        public int Sequence;

        /// <summary>What to think of it.</summary>
        public MeterStatus Status;

        /// <summary>Whether every digit has a value.</summary>
        public bool HasValue;

        /// <summary>The reading in units of the last digit; 0 when it has no value.</summary>
        public long Value;

        /// <summary>Previous reading in units of the last digit, or <see cref="NoPrevious"/>.</summary>
        public long Previous;

        /// <summary>Confidence of the least certain digit, 0 to 1000.</summary>
        public int ConfidencePermille;

        /// <summary>Time of all digits, microseconds.</summary>
        public long Microseconds;

        /// <summary>Energy of all digits, nanojoules.</summary>
        public long Nanojoules;

        /// <summary>How the energy came about.</summary>
        public EnergyLabel EnergyLabel;

        /// <summary>Whether there was an energy meter.</summary>
        public bool HasEnergy;

        /// <summary>Makes a reading.</summary>
        /// <param name="digits">Number of digits.</param>
        public MeterReading(int digits)
        {
            Digits = new DigitResult[digits];
            for (int i = 0; i < digits; i++)
            {
                Digits[i] = new DigitResult();
            }
        }

        /// <summary>Whether the value may serve as the previous one of the next reading.</summary>
        public bool IsAccepted
        {
            get { return HasValue && (Status == MeterStatus.Read || Status == MeterStatus.Incomplete); }
        }

        /// <summary>The reading as text, "?" for unknown digits: "00618.53".</summary>
        /// <param name="decimals">Digits behind the point.</param>
        public string ToText(int decimals)
        {
            var line = new LineBuffer();
            PutText(line, decimals);
            return line.ToText();
        }

        /// <summary>Appends the same to a line. Allocates nothing.</summary>
        public void PutText(LineBuffer line, int decimals)
        {
            int point = Digits.Length - decimals;
            for (int i = 0; i < Digits.Length; i++)
            {
                if (i == point)
                {
                    line.Put(".");
                }

                if (Digits[i].Value < 0)
                {
                    line.Put("?");
                }
                else
                {
                    line.PutNumber(Digits[i].Value);
                }
            }
        }
    }
}
