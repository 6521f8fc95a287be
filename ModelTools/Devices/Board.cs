namespace Edge.ModelTools.Devices;

/// <summary>A board of nf-tools.json, as far as deploying to it goes; Profiling.BoardProfile has its speed and currents.</summary>
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
    BoardPins Pins);
