using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.App
{
    /// <summary>
    /// What an app does with its model: one step of it takes the place of a bare inference in the modes "loop" and "sleep".
    /// Its files are listed in the app's project, and Program hands it to the app. Failures of its own have the codes 600 to 699.
    /// </summary>
    internal interface IFirmwareTask
    {
        /// <summary>Gets ready on a model that has just been loaded; called anew after each load. Everything that a step needs is allocated here.</summary>
        /// <param name="model">The model.</param>
        /// <param name="board">Internal storage and lines of the log.</param>
        /// <param name="card">SD card, or null.</param>
        /// <param name="log">Hears of failures.</param>
        /// <param name="clock">Clock of the log.</param>
        /// <param name="energyMeter">What energy is taken from, or null.</param>
        /// <returns>False when the board's storage asks for no such task, or something is wrong, which has been logged: then the app runs bare inferences.</returns>
        bool Open(Int8Model model, IBoard board, IStorage card, IEventLog log, IClock clock, IEnergyMeter energyMeter);

        /// <summary>Does what there is to do once and logs it, while the strobe is low. Follows an <see cref="Open"/> that succeeded.</summary>
        /// <returns>False when it failed; the failure has been logged, and counts like that of an inference.</returns>
        bool Step();
    }
}
