using System;
using System.Device.Gpio;
using System.IO.Ports;
using System.Threading;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using NativeGC = nanoFramework.Runtime.Native.GC;

namespace Edge.Firmware.Board.Esp32
{
    // Not yet run on hardware: no board was at hand. What is here is what the packages' own sources say.

    /// <summary>An ESP32, S2, S3, C3 or C6 under stock nanoFramework firmware.</summary>
    internal sealed class Esp32Board : IBoard
    {
        // DeviceFunction is 0xTTNNFF: type, number of the bus or port, function.
        private const int I2cFunctions = 0x20000;
        private const int UartFunctions = 0x30000;
        private const int NumberShift = 8;
        private const int CardBus = 1;
        private const int ReceiveBufferBytes = 1024;
        private const int LogDrainMilliseconds = 100;

        private readonly IClock _clock = new Esp32Clock();
        private readonly ILogSink _log = new ConsoleLogSink();
        private readonly IStorage _internal = new FileStorage("I:\\");
        private SerialPort _port;
        private SDCard _card;

        /// <inheritdoc />
        public string TargetName
        {
            get { return SystemInfo.TargetName; }
        }

        /// <inheritdoc />
        public string FirmwareVersion
        {
            get { return SystemInfo.Version.ToString(); }
        }

        /// <inheritdoc />
        public string WakeCause
        {
            get
            {
                Sleep.WakeupCause cause = Sleep.GetWakeupCause();
                if (cause == Sleep.WakeupCause.Undefined)
                {
                    return "power";
                }

                return cause == Sleep.WakeupCause.Timer ? "timer" : "cause " + ((int)cause).ToString();
            }
        }

        /// <inheritdoc />
        public IClock Clock
        {
            get { return _clock; }
        }

        /// <inheritdoc />
        public ILogSink Log
        {
            get { return _log; }
        }

        /// <inheritdoc />
        public IStorage InternalStorage
        {
            get { return _internal; }
        }

        /// <inheritdoc />
        public bool HasFree(int bytes)
        {
            return FrameHeadroom.HasFree(bytes);
        }

        /// <inheritdoc />
        public long FreeBytes()
        {
            return NativeGC.Run(false);
        }

        /// <inheritdoc />
        public IStorage OpenCard(FirmwareSettings settings)
        {
            try
            {
                if (_card == null)
                {
                    Configuration.SetPinFunction(settings.CardMosi, DeviceFunction.SPI1_MOSI);
                    Configuration.SetPinFunction(settings.CardMiso, DeviceFunction.SPI1_MISO);
                    Configuration.SetPinFunction(settings.CardClock, DeviceFunction.SPI1_CLOCK);
                    _card = new SDCard(new SDCardSpiParameters { spiBus = CardBus, chipSelectPin = (uint)settings.CardSelect });
                }

                if (!_card.IsMounted)
                {
                    _card.Mount();
                }

                return new FileStorage("D:\\");
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <inheritdoc />
        public II2cBus OpenI2c(FirmwareSettings settings)
        {
            try
            {
                int functions = I2cFunctions + (settings.I2cBus << NumberShift);
                Configuration.SetPinFunction(settings.I2cData, (DeviceFunction)functions);
                Configuration.SetPinFunction(settings.I2cClock, (DeviceFunction)(functions + 1));
                return new Esp32I2cBus(settings.I2cBus);
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <inheritdoc />
        public IHostPort OpenHost(FirmwareSettings settings)
        {
            try
            {
                if (_port != null)
                {
                    _port.Dispose();
                    _port = null;
                }

                // COM1 carries the debugger and the log.
                int number = settings.UartPort[3] - '0';
                if (number < 2)
                {
                    return null;
                }

                int functions = UartFunctions + (number << NumberShift);
                Configuration.SetPinFunction(settings.UartTx, (DeviceFunction)functions);
                Configuration.SetPinFunction(settings.UartRx, (DeviceFunction)(functions + 1));
                _port = new SerialPort(settings.UartPort, settings.EffectiveBaud);
                _port.ReadBufferSize = ReceiveBufferBytes;
                _port.Open();
                return new Esp32HostPort(_port);
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <inheritdoc />
        public IStrobe OpenStrobe(FirmwareSettings settings)
        {
            try
            {
                return new Esp32Strobe(new GpioController().OpenPin(settings.Strobe, PinMode.Output));
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <inheritdoc />
        public void Wait(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }

        /// <inheritdoc />
        public void DeepSleep(int seconds)
        {
            // The last log lines are still on their way out.
            Thread.Sleep(LogDrainMilliseconds);
            Sleep.EnableWakeupByTimer(new TimeSpan(0, 0, seconds));
            Sleep.StartDeepSleep();
        }
    }
}
