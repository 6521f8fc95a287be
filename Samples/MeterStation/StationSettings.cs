using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;

namespace Edge.MeterStation
{
    // station.cfg, lines as in edge.cfg:
    //   id=cellar_water          letters, digits, _ and -: part of topics       name=Water meter   what people see
    //   kind=water               water, gas, power or other                     source=file        file, port or jpeg
    //   port=COM3                port of the camera                             baud=38400
    //   broker=192.168.1.5       without it readings go to the log only         broker_port=1883
    //   user=edge                password=secret

    /// <summary>What the file station.cfg says: where pictures come from and where readings go.</summary>
    internal sealed class StationSettings
    {
        /// <summary>Name of the file.</summary>
        public const string FileName = "station.cfg";

        private const int MaximumBytes = 1024;
        private const int MostIdLength = 32;
        private const int MostNameLength = 64;

        private StationSettings()
        {
        }

        /// <summary>Name in topics.</summary>
        public string Id { get; private set; }

        /// <summary>Name that people see.</summary>
        public string Name { get; private set; }

        /// <summary>Device class of Home Assistant, or null.</summary>
        public string DeviceClass { get; private set; }

        /// <summary>Unit, as JSON writes it.</summary>
        public string Unit { get; private set; }

        /// <summary>"file", "port" or "jpeg".</summary>
        public string Source { get; private set; }

        /// <summary>Serial port of the source.</summary>
        public string Port { get; private set; }

        /// <summary>Its speed.</summary>
        public int Baud { get; private set; }

        /// <summary>Host of the broker, or null: readings go to the log only.</summary>
        public string Broker { get; private set; }

        /// <summary>Port of the broker.</summary>
        public int BrokerPort { get; private set; }

        /// <summary>User, or null.</summary>
        public string User { get; private set; }

        /// <summary>Password, or null.</summary>
        public string Password { get; private set; }

        /// <summary>Reads the file.</summary>
        /// <param name="storage">Internal storage, or null.</param>
        /// <param name="log">Hears what is wrong: SettingBad with the line; line 0 says that id or, for a serial source, port is missing.</param>
        /// <returns>Settings that can be used, or null: there is no such file, or it is at fault.</returns>
        public static StationSettings Read(IStorage storage, IEventLog log)
        {
            SettingsLines lines = SettingsLines.Open(storage, FileName, MaximumBytes, log);
            if (lines == null)
            {
                return null;
            }

            var settings = new StationSettings { Unit = "", Source = "file", Baud = 38400, BrokerPort = 1883 };
            while (lines.Next())
            {
                if (lines.Key == null || !settings.Apply(lines.Key, lines.Value))
                {
                    log.Error(FirmwareError.SettingBad, FileName, lines.Number);
                    return null;
                }
            }

            if (settings.Id == null || (settings.Source != "file" && settings.Port == null))
            {
                log.Error(FirmwareError.SettingBad, FileName, 0);
                return null;
            }

            settings.Name = settings.Name == null ? settings.Id : settings.Name;
            return settings;
        }

        private bool Apply(string key, string value)
        {
            switch (key)
            {
                case "id":
                    Id = value;
                    return IsId(value);
                case "name":
                    Name = value;
                    return value.Length > 0 && value.Length <= MostNameLength && IsPlain(value);
                case "kind":
                    return ApplyKind(value);
                case "source":
                    Source = value;
                    return value == "file" || value == "port" || value == "jpeg";
                case "port":
                    Port = value;
                    return value.Length > 0;
                case "baud":
                    Baud = Number(value);
                    return Baud >= 1200;
                case "broker":
                    Broker = value;
                    return value.Length > 0;
                case "broker_port":
                    BrokerPort = Number(value);
                    return BrokerPort > 0 && BrokerPort < 65536;
                case "user":
                    User = value;
                    return true;
                case "password":
                    Password = value;
                    return true;
                default:
                    return false;
            }
        }

        private bool ApplyKind(string kind)
        {
            switch (kind)
            {
                case "water":
                case "gas":
                    DeviceClass = kind;
                    Unit = "m\\u00b3";
                    return true;
                case "power":
                    DeviceClass = "energy";
                    Unit = "kWh";
                    return true;
                default:
                    return kind == "other";
            }
        }

        private static bool IsId(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                if (!isLetter && !(c >= '0' && c <= '9') && c != '_' && c != '-')
                {
                    return false;
                }
            }

            return text.Length > 0 && text.Length <= MostIdLength;
        }

        // Nothing that JSON would have to escape.
        private static bool IsPlain(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] > '~' || text[i] == '"' || text[i] == '\\')
                {
                    return false;
                }
            }

            return true;
        }

        private static int Number(string text)
        {
            int value = 0;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < '0' || text[i] > '9' || i > 7)
                {
                    return -1;
                }

                value = (value * 10) + (text[i] - '0');
            }

            return text.Length == 0 ? -1 : value;
        }
    }
}
