using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;

namespace Edge.MeterDigits.Device
{
    // meter.cfg: lines as in edge.cfg, "key=value"; "edge meter --device-settings" writes it from boxes.json.
    //   frame=192,72,1   width, height, pixel format as in PixelFormat
    //   box=12,15,28,42  one line for each digit, the most significant first
    //   decimals=2       rolling=1       min_confidence=500       max_increase=500 (units of the last digit)

    /// <summary>What the file meter.cfg says: layout and pixel format.</summary>
    internal sealed class MeterSettings
    {
        /// <summary>Name of the file.</summary>
        public const string FileName = "meter.cfg";

        private const int MaximumBytes = 1024;

        private readonly DigitBox[] _boxes = new DigitBox[MeterLayout.MaxDigits];
        private readonly long[] _numbers = new long[4];
        private int _count;
        private int _width;
        private int _height;
        private int _decimals;
        private bool _isRolling = true;
        private int _minConfidence = MeterLayout.DefaultMinConfidencePermille;
        private long _maxIncrease;

        private MeterSettings()
        {
        }

        /// <summary>The layout.</summary>
        public MeterLayout Layout { get; private set; }

        /// <summary>How the frame's pixels are stored.</summary>
        public PixelFormat Format { get; private set; }

        /// <summary>Reads the file.</summary>
        /// <param name="storage">Internal storage, or null.</param>
        /// <param name="log">Hears what is wrong: SettingBad with the line, or the layout's error with the box.</param>
        /// <returns>Settings that can be used, or null: there is no such file, or it is at fault.</returns>
        public static MeterSettings Read(IStorage storage, IEventLog log)
        {
            SettingsLines lines = SettingsLines.Open(storage, FileName, MaximumBytes, log);
            var settings = new MeterSettings();
            return lines != null && settings.Parse(lines, log) && settings.Finish(log) ? settings : null;
        }

        private bool Parse(SettingsLines lines, IEventLog log)
        {
            while (lines.Next())
            {
                if (lines.Key == null || !Apply(lines.Key, lines.Value))
                {
                    log.Error(FirmwareError.SettingBad, FileName, lines.Number);
                    return false;
                }
            }

            return true;
        }

        private bool Apply(string key, string value)
        {
            int count = ReadNumbers(value);
            if (key == "box")
            {
                if (count != 4 || _count == _boxes.Length)
                {
                    return false;
                }

                _boxes[_count++] = new DigitBox((int)_numbers[0], (int)_numbers[1], (int)_numbers[2], (int)_numbers[3]);
                return true;
            }

            if (key == "frame")
            {
                _width = (int)_numbers[0];
                _height = (int)_numbers[1];
                Format = (PixelFormat)(int)_numbers[2];
                return count == 3 && _numbers[2] <= (int)PixelFormat.Rgb888;
            }

            return count == 1 && ApplyNumber(key, _numbers[0]);
        }

        private bool ApplyNumber(string key, long value)
        {
            switch (key)
            {
                case "decimals":
                    _decimals = (int)value;
                    return true;
                case "rolling":
                    _isRolling = value != 0;
                    return value <= 1;
                case "min_confidence":
                    _minConfidence = (int)value;
                    return value <= 1000;
                case "max_increase":
                    _maxIncrease = value;
                    return true;
                default:
                    return false;
            }
        }

        // Numbers of at most nine digits between commas; -1 when there is anything else.
        private int ReadNumbers(string text)
        {
            int count = 0;
            int digits = 0;
            long value = 0;
            for (int i = 0; i <= text.Length; i++)
            {
                char c = i < text.Length ? text[i] : ',';
                if (c >= '0' && c <= '9' && digits < 9)
                {
                    value = (value * 10) + (c - '0');
                    digits++;
                }
                else if (c == ',' && digits > 0 && count < _numbers.Length)
                {
                    _numbers[count++] = value;
                    value = 0;
                    digits = 0;
                }
                else
                {
                    return -1;
                }
            }

            return count;
        }

        private bool Finish(IEventLog log)
        {
            var boxes = new DigitBox[_count];
            for (int i = 0; i < _count; i++)
            {
                boxes[i] = _boxes[i];
            }

            int index;
            Layout = new MeterLayout(_width, _height, boxes, _decimals, _isRolling, _minConfidence, _maxIncrease);
            FirmwareError error = Layout.Check(out index);
            if (error != FirmwareError.None)
            {
                log.Error(error, FileName, index);
                return false;
            }

            return true;
        }
    }
}
