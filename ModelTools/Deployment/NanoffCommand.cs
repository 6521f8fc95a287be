using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Devices;

namespace Edge.ModelTools.Deployment;

/// <summary>A call of nanoff 2.5.162, whose options these are (version 3 has verbs instead).</summary>
/// <param name="Arguments">The arguments.</param>
internal sealed record NanoffCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>Name of the tool.</summary>
    public const string Tool = "nanoff";

    /// <summary>Chip, flash and memory, through the boot loader.</summary>
    public static NanoffCommand ChipDetails(string port)
    {
        return new(["--platform", "esp32", "--serialport", port, "--devicedetails"]);
    }

    /// <summary>Target and version of the running firmware.</summary>
    public static NanoffCommand DeviceDetails(string port)
    {
        return new(["--nanodevice", "--devicedetails", "--serialport", port]);
    }

    /// <summary>Writes the pinned firmware of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="port">Its port.</param>
    /// <param name="erasesAll">Also clears drive I:, with the models on it.</param>
    public static NanoffCommand Firmware(Board board, string port, bool erasesAll)
    {
        string[] erase = erasesAll ? ["--masserase"] : [];
        return new(["--target", board.Target, "--fwversion", board.FwVersion, "--update", .. erase, "--serialport", port]);
    }

    /// <summary>Deploys the app. The running firmware says where: nanoff's own address is wrong for current ESP32 firmware.</summary>
    public static NanoffCommand App(string port, string image)
    {
        return new(["--nanodevice", "--deploy", "--serialport", port, "--image", image]);
    }

    /// <summary>Writes files to drive I:.</summary>
    public static NanoffCommand Files(string port, string list)
    {
        return new(["--filedeployment", list, "--serialport", port]);
    }

    /// <summary>The version of the tool.</summary>
    public static NanoffCommand Version()
    {
        return new(["--version"]);
    }

    /// <summary>As one would type it.</summary>
    public override string ToString()
    {
        return Tool + " " + string.Join(' ', Arguments.Select(argument => argument.Contains(' ') ? $"\"{argument}\"" : argument));
    }
}
