using System.IO;
using System.Text.Json.Serialization;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Devices;

// Time = weighted instructions x ns per instruction. The ns were never measured on a board with this runtime: they come from
// what others report of interpreted loops, so every time and energy is "estimated" and carries its factor of uncertainty.

/// <summary>A board of nf-tools.json: what it holds, how fast it interprets, and what it draws meanwhile.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Title">What the board is.</param>
/// <param name="Target">nanoFramework target.</param>
/// <param name="FwVersion">Firmware version that everything below belongs to.</param>
/// <param name="FlashMB">Flash.</param>
/// <param name="DeployAddress">Start of the deployment partition, hexadecimal.</param>
/// <param name="DeployKB">Size of the deployment partition: the app with all it refers to.</param>
/// <param name="StorageKB">Size of drive I:.</param>
/// <param name="RamKB">Managed heap.</param>
/// <param name="RamSource">Where that figure comes from, beginning with its label.</param>
/// <param name="CpuMHz">CPU clock that stock firmware sets.</param>
/// <param name="CurrentTable">Row of the table of currents.</param>
/// <param name="NsPerInstruction">Nanoseconds per weighted instruction of the first column of the cost table.</param>
/// <param name="NsUncertaintyFactor">The true time is expected between the prediction divided and multiplied by this.</param>
/// <param name="NsSource">Where the nanoseconds come from, beginning with their label.</param>
/// <param name="Pins">Default pins.</param>
internal sealed record Board(
    string Name,
    string Title,
    string Target,
    string FwVersion,
    int FlashMB,
    string DeployAddress,
    int DeployKB,
    int StorageKB,
    int RamKB,
    string RamSource,
    int CpuMHz,
    string CurrentTable,
    double NsPerInstruction,
    double NsUncertaintyFactor,
    string NsSource,
    BoardPins Pins)
{
    /// <summary>Currents at the clock that stock firmware runs at, from <see cref="CurrentTable"/> unless given.</summary>
    /// <exception cref="InvalidDataException">The table has no such row: a fault of nf-tools.json.</exception>
    [JsonIgnore]
    public BoardCurrents Currents
    {
        get => field ??= BoardCurrents.Find(CurrentTable, CpuMHz)
            ?? throw new InvalidDataException($"{NfTools.FileName}: {Name}: no currents for {CurrentTable} at {CpuMHz} MHz");
        init;
    }
}
