using System;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterDigits.Device
{
    /// <summary>
    /// Reads a meter: each digit of a frame through the network, then the rolling-digit rule, then the comparison with the previous
    /// reading. <see cref="Read"/> allocates nothing. Desktop and device run this very code.
    /// </summary>
    internal sealed class MeterReader
    {
        private const int UInt8Source = 2;

        private readonly Int8Model _model;
        private readonly MeterLayout _layout;
        private readonly DigitInput _input;
        private readonly DigitScores _scores;
        private readonly sbyte[][] _outputs;
        private readonly bool[] _isOpen;
        private readonly MeterReading _reading;
        private IClock _clock;
        private IEnergyMeter _energyMeter;

        private MeterReader(Int8Model model, MeterLayout layout, byte[][] tables)
        {
            _model = model;
            _layout = layout;
            int widest = 0;
            for (int i = 0; i < layout.DigitCount; i++)
            {
                int width = layout.GetBox(i).Width;
                widest = width > widest ? width : widest;
            }

            _input = new DigitInput(model.Input, tables, widest);
            _scores = new DigitScores(model.GetOutput(0));
            _outputs = new sbyte[][] { new sbyte[model.GetOutput(0).Length] };
            _isOpen = new bool[layout.DigitCount];
            _reading = new MeterReading(layout.DigitCount);
        }

        /// <summary>The last reading.</summary>
        public MeterReading Reading
        {
            get { return _reading; }
        }

        /// <summary>The layout it reads.</summary>
        public MeterLayout Layout
        {
            get { return _layout; }
        }

        /// <summary>Makes a reader.</summary>
        /// <param name="model">Network with an input of 1 or 3 channels and outputs 0 to 9, perhaps with "not readable" as the eleventh.</param>
        /// <param name="layout">Where the digits are.</param>
        /// <param name="reader">Receives the reader, or null.</param>
        /// <returns><see cref="FirmwareError.None"/>, an error of <see cref="MeterLayout.Check"/>, or <see cref="MeterError.ModelUnfit"/>.</returns>
        public static FirmwareError TryCreate(Int8Model model, MeterLayout layout, out MeterReader reader)
        {
            reader = null;
            int index;
            FirmwareError error = layout.Check(out index);
            if (error != FirmwareError.None)
            {
                return error;
            }

            TensorInfo input = model.Input;
            byte[][] tables = Int8Engine.MakePixelTables(input);
            bool hasPixels = tables != null || input.SourceType == UInt8Source;
            bool isImage = (input.Channels == 1 || input.Channels == 3) && input.Width <= ResizeAxis.MaxOutput && input.Height <= ResizeAxis.MaxOutput;
            if (!hasPixels || !isImage || model.OutputCount != 1 || !DigitScores.Fits(model.GetOutput(0)))
            {
                return MeterError.ModelUnfit;
            }

            reader = new MeterReader(model, layout, tables);
            return FirmwareError.None;
        }

        /// <summary>Sets what time and energy are taken from; null leaves them at 0.</summary>
        public void Attach(IClock clock, IEnergyMeter energyMeter)
        {
            _clock = clock;
            _energyMeter = energyMeter;
            _model.Attach(clock, energyMeter);
        }

        /// <summary>Reads one frame into <see cref="Reading"/>.</summary>
        /// <param name="frame">Frame of the layout's size.</param>
        /// <param name="previous">Previous reading in units of the last digit, or <see cref="MeterReading.NoPrevious"/>.</param>
        /// <returns>None, <see cref="MeterError.FrameMismatch"/>, or InferenceFailed.</returns>
        public FirmwareError Read(MeterFrame frame, long previous)
        {
            if (frame.Width != _layout.FrameWidth || frame.Height != _layout.FrameHeight || previous >= _layout.Range)
            {
                return MeterError.FrameMismatch;
            }

            MeterReading reading = _reading;
            reading.Sequence++;
            reading.Previous = previous < 0 ? MeterReading.NoPrevious : previous;
            reading.ConfidencePermille = 1000;
            reading.Microseconds = 0;
            reading.Nanojoules = 0;
            reading.HasEnergy = _energyMeter != null;
            for (int i = 0; i < reading.Digits.Length; i++)
            {
                DigitResult digit = reading.Digits[i];
                if (!Infer(frame, _layout.GetBox(i), digit))
                {
                    return FirmwareError.InferenceFailed;
                }

                reading.Microseconds += digit.Microseconds;
                reading.Nanojoules += digit.Nanojoules;
                reading.ConfidencePermille = digit.ConfidencePermille < reading.ConfidencePermille ? digit.ConfidencePermille : reading.ConfidencePermille;
            }

            reading.EnergyLabel = _model.Log.EnergyLabel;
            ReadingJudge.Run(reading, _layout, _isOpen);
            return FirmwareError.None;
        }

        private bool Infer(MeterFrame frame, DigitBox box, DigitResult digit)
        {
            long start = _clock == null ? 0 : _clock.GetMicroseconds();
            _input.SetDigit(frame, box);
            try
            {
                _model.Run(_input, _outputs);
            }
            catch (Exception)
            {
                return false;
            }

            digit.Microseconds = _clock == null ? 0 : _clock.GetMicroseconds() - start;
            digit.Nanojoules = _energyMeter == null ? 0 : _model.Log.TotalNanojoules;
            _scores.Judge(_outputs[0], digit);
            return true;
        }
    }
}
