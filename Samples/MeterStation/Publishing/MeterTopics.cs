using Edge.Firmware.Logging;

namespace Edge.MeterStation.Publishing
{
    // Home Assistant, "MQTT discovery": homeassistant/sensor/<node>/<object>/config holds a retained JSON object. Everything is ASCII:
    // the cubic metre's exponent is written \u00b3.

    /// <summary>Topics and messages of a meter: the announcement that Home Assistant finds it by, readings, and what is wrong now.</summary>
    internal sealed class MeterTopics
    {
        private readonly StationSettings _settings;
        private readonly int _decimals;
        private readonly LineBuffer _line = new LineBuffer();

        /// <summary>Topics of a meter.</summary>
        /// <param name="settings">Name and kind.</param>
        /// <param name="decimals">Digits behind the point.</param>
        public MeterTopics(StationSettings settings, int decimals)
        {
            _settings = settings;
            _decimals = decimals;
        }

        /// <summary>Where readings go.</summary>
        public string ReadingTopic
        {
            get { return "edge/" + _settings.Id + "/reading"; }
        }

        /// <summary>Where the state of the last try goes.</summary>
        public string StatusTopic
        {
            get { return "edge/" + _settings.Id + "/status"; }
        }

        /// <summary>Where the reading is announced.</summary>
        public string ReadingConfigTopic
        {
            get { return "homeassistant/sensor/" + _settings.Id + "/reading/config"; }
        }

        /// <summary>Where the state is announced.</summary>
        public string StatusConfigTopic
        {
            get { return "homeassistant/sensor/" + _settings.Id + "/status/config"; }
        }

        /// <summary>Announcement of the reading.</summary>
        public string ReadingConfig()
        {
            _line.Clear().Put("{\"name\":\"Reading\",\"unique_id\":\"").Put(_settings.Id).Put("_reading\",\"state_topic\":\"").Put(ReadingTopic)
                .Put("\",\"value_template\":\"{{ value_json.value }}\",\"json_attributes_topic\":\"").Put(ReadingTopic);
            if (_settings.DeviceClass != null)
            {
                _line.Put("\",\"device_class\":\"").Put(_settings.DeviceClass);
            }

            _line.Put("\",\"state_class\":\"total_increasing\",\"unit_of_measurement\":\"").Put(_settings.Unit).Put("\",");
            return PutDevice();
        }

        /// <summary>Announcement of the state.</summary>
        public string StatusConfig()
        {
            _line.Clear().Put("{\"name\":\"Status\",\"unique_id\":\"").Put(_settings.Id).Put("_status\",\"state_topic\":\"").Put(StatusTopic)
                .Put("\",\"entity_category\":\"diagnostic\",");
            return PutDevice();
        }

        /// <summary>A reading: its number tells one that came twice from two.</summary>
        public string Reading(QueuedReading reading)
        {
            _line.Clear().Put("{\"number\":").PutNumber(reading.Number).Put(",\"value\":");
            PutValue(reading.Value);
            _line.Put(",\"confidence\":").PutThousandths(reading.ConfidencePermille).Put(",\"filled\":").Put(reading.IsFilled ? "true" : "false").Put("}");
            return _line.ToText();
        }

        // A JSON number has no leading zeros, and the exponent that a fraction might get here never is one.
        private void PutValue(long value)
        {
            long unit = 1;
            for (int i = 0; i < _decimals; i++)
            {
                unit *= 10;
            }

            _line.PutNumber(value / unit);
            if (_decimals > 0)
            {
                _line.Put(".");
                long rest = value % unit;
                for (long digit = unit / 10; digit > 0; digit /= 10)
                {
                    _line.PutNumber((rest / digit) % 10);
                }
            }
        }

        private string PutDevice()
        {
            _line.Put("\"device\":{\"identifiers\":[\"").Put(_settings.Id).Put("\"],\"name\":\"").Put(_settings.Name)
                .Put("\",\"manufacturer\":\"Edge\",\"model\":\"MeterStation\"}}");
            return _line.ToText();
        }
    }
}
