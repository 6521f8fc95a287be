using System;
using System.Device.I2c;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>An I2C bus of the chip at 400 kHz; keeps one device open, because a board has one monitor.</summary>
    internal sealed class Esp32I2cBus : II2cBus
    {
        private readonly int _bus;
        private I2cDevice _device;
        private int _address = -1;

        /// <summary>Uses a bus whose pins have been set.</summary>
        public Esp32I2cBus(int bus)
        {
            _bus = bus;
        }

        /// <inheritdoc />
        public bool Transfer(int address, byte[] write, int writeCount, byte[] read, int readCount)
        {
            try
            {
                I2cDevice device = Open(address);
                var output = new SpanByte(write, 0, writeCount);
                if (readCount == 0)
                {
                    return device.Write(output).Status == I2cTransferStatus.FullTransfer;
                }

                return device.WriteRead(output, new SpanByte(read, 0, readCount)).Status == I2cTransferStatus.FullTransfer;
            }
            catch (Exception)
            {
                return false;
            }
        }

        private I2cDevice Open(int address)
        {
            if (address != _address)
            {
                if (_device != null)
                {
                    _device.Dispose();
                }

                _device = I2cDevice.Create(new I2cConnectionSettings(_bus, address, I2cBusSpeed.FastMode));
                _address = address;
            }

            return _device;
        }
    }
}
