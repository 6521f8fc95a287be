using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Settings;

namespace Edge.Firmware.Storage
{
    // edge.cfg, lines as SettingsLines reads them.
    // A line that is not understood is logged with its number and left out; the rest counts.

    /// <summary>Reads the settings file.</summary>
    internal static class SettingsReader
    {
        /// <summary>Name of the file.</summary>
        public const string FileName = "edge.cfg";

        private const int MaximumBytes = 4096;

        /// <summary>Reads the file, if there is one, into settings.</summary>
        public static void Read(IStorage storage, FirmwareSettings settings, IEventLog log)
        {
            SettingsLines lines = SettingsLines.Open(storage, FileName, MaximumBytes, log);
            if (lines != null)
            {
                Apply(lines, settings, log);
            }
        }

        /// <summary>Applies every line.</summary>
        public static void Parse(byte[] bytes, FirmwareSettings settings, IEventLog log)
        {
            Apply(new SettingsLines(bytes), settings, log);
        }

        private static void Apply(SettingsLines lines, FirmwareSettings settings, IEventLog log)
        {
            while (lines.Next())
            {
                string key = lines.Key;
                string value = lines.Value;
                if (key == null || value.Length == 0 || !(ApplyWord(key, value, settings) || ApplyNumber(key, value, settings)))
                {
                    log.Error(FirmwareError.SettingBad, FileName, lines.Number);
                }
            }
        }

        private static bool ApplyWord(string key, string value, FirmwareSettings settings)
        {
            switch (key)
            {
                case "mode":
                    if (value != "host" && value != "sleep" && value != "loop")
                    {
                        return false;
                    }

                    settings.Mode = value == "host" ? FirmwareMode.Host : value == "sleep" ? FirmwareMode.DutyCycle : FirmwareMode.Loop;
                    return true;
                case "log":
                    if (value != "csv" && value != "human" && value != "both")
                    {
                        return false;
                    }

                    settings.Form = value == "csv" ? LogForm.Csv : value == "human" ? LogForm.Human : LogForm.Both;
                    return true;
                case "power_monitor":
                    if (value != "none" && value != "ina219" && value != "ina226" && value != "ina228")
                    {
                        return false;
                    }

                    settings.PowerMonitor = value;
                    return true;
                case "chip":
                    settings.Chip = value;
                    return true;
                case "rail":
                    settings.Rail = value;
                    return true;
                case "uart_port":
                    settings.UartPort = value;
                    return true;
                default:
                    return false;
            }
        }

        private static bool ApplyNumber(string key, string value, FirmwareSettings settings)
        {
            int number;
            if (!int.TryParse(value, out number) || !IsAllowed(key, number))
            {
                return false;
            }

            switch (key)
            {
                case "period_s":
                    settings.PeriodSeconds = number;
                    return true;
                case "count":
                    settings.Count = number;
                    return true;
                case "groups":
                    settings.LogGroups = number != 0;
                    return true;
                case "energy_mode":
                    settings.EnergyMode = number != 0;
                    return true;
                case "cpu_mhz":
                    settings.CpuMegahertz = number;
                    return true;
                case "battery_mah":
                    settings.BatteryMilliampHours = number;
                    return true;
                case "battery_mv":
                    settings.BatteryMillivolts = number;
                    return true;
                case "battery_percent":
                    settings.BatteryPercent = number;
                    return true;
                case "sleep_ua":
                    settings.SleepMicroamps = number;
                    return true;
                default:
                    return ApplyWiring(key, number, settings);
            }
        }

        private static bool ApplyWiring(string key, int number, FirmwareSettings settings)
        {
            switch (key)
            {
                case "power_monitor_address":
                    settings.PowerMonitorAddress = number;
                    return true;
                case "shunt_uohm":
                    settings.ShuntMicroohms = number;
                    return true;
                case "max_ma":
                    settings.MaximumMilliamps = number;
                    return true;
                case "i2c_bus":
                    settings.I2cBus = number;
                    return true;
                case "i2c_data":
                    settings.I2cData = number;
                    return true;
                case "i2c_clock":
                    settings.I2cClock = number;
                    return true;
                case "uart_tx":
                    settings.UartTx = number;
                    return true;
                case "uart_rx":
                    settings.UartRx = number;
                    return true;
                case "baud":
                    settings.Baud = number;
                    return true;
                case "strobe":
                    settings.Strobe = number;
                    return true;
                case "card_select":
                    settings.CardSelect = number;
                    return true;
                case "card_mosi":
                    settings.CardMosi = number;
                    return true;
                case "card_miso":
                    settings.CardMiso = number;
                    return true;
                case "card_clock":
                    settings.CardClock = number;
                    return true;
                default:
                    return false;
            }
        }

        // What the app itself could not survive or use; a wrong pin or shunt is reported where it is used.
        private static bool IsAllowed(string key, int number)
        {
            switch (key)
            {
                case "period_s":
                    return number >= 0 && number <= 86400;
                case "groups":
                case "energy_mode":
                    return number == 0 || number == 1;
                case "cpu_mhz":
                    return number > 0;
                case "battery_percent":
                    return number > 0 && number <= 100;
                case "battery_mah":
                    return number >= 0 && number <= 100000;
                case "battery_mv":
                    return number > 0 && number <= 60000;
                case "baud":
                    return number >= 1200;
                default:
                    return number >= 0;
            }
        }
    }
}
