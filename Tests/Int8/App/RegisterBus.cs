using Edge.Firmware.Board;

namespace Edge.Tests.Int8.App
{
    /// <summary>A part with registers of its own widths at address 0x40; Tests/Desktop/Firmware simulates the real parts.</summary>
    internal sealed class RegisterBus : II2cBus
    {
        private readonly long[] _values = new long[256];

        /// <summary>False: nothing answers.</summary>
        public bool Present = true;

        /// <summary>Sets a register.</summary>
        public void Set(int register, long value)
        {
            _values[register] = value;
        }

        /// <inheritdoc />
        public bool Transfer(int address, byte[] write, int writeCount, byte[] read, int readCount)
        {
            if (!Present || address != 0x40)
            {
                return false;
            }

            int register = write[0];
            if (writeCount == 3)
            {
                _values[register] = (write[1] << 8) | write[2];
            }

            for (int i = 0; i < readCount; i++)
            {
                read[i] = (byte)(_values[register] >> (8 * (readCount - 1 - i)));
            }

            return true;
        }
    }
}
