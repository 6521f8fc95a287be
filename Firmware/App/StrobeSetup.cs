using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Settings;

namespace Edge.Firmware.App
{
    /// <summary>Opens the pin that shows when the app works.</summary>
    internal static class StrobeSetup
    {
        /// <summary>Opens the pin that the settings name, and sets it high.</summary>
        /// <returns>The pin; one that does nothing when there is none, or when it cannot be opened, which has been logged.</returns>
        public static IStrobe Open(IBoard board, FirmwareSettings settings, IEventLog log)
        {
            IStrobe strobe = settings.Strobe < 0 ? new NoStrobe() : board.OpenStrobe(settings);
            if (strobe == null)
            {
                log.Error(FirmwareError.StrobeFailed, "strobe", settings.Strobe);
                return new NoStrobe();
            }

            strobe.SetHigh();
            return strobe;
        }
    }
}
