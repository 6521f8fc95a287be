using System.Device.Gpio;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>The strobe on an output pin.</summary>
    internal sealed class Esp32Strobe : IStrobe
    {
        private readonly GpioPin _pin;

        /// <summary>Drives an open output pin.</summary>
        public Esp32Strobe(GpioPin pin)
        {
            _pin = pin;
        }

        /// <inheritdoc />
        public void SetLow()
        {
            _pin.Write(PinValue.Low);
        }

        /// <inheritdoc />
        public void SetHigh()
        {
            _pin.Write(PinValue.High);
        }
    }
}
