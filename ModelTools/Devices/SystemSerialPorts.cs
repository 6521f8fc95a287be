using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Ports;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>The machine's ports through System.IO.Ports.</summary>
internal sealed class SystemSerialPorts : ISerialPorts
{
    /// <inheritdoc />
    public IReadOnlyList<string> Names()
    {
        // On Linux the list has ports of the mainboard that lead nowhere (ttyS*); on macOS each port is there twice, cu.* and tty.*.
        IEnumerable<string> names = SerialPort.GetPortNames().Distinct();
        if (!OperatingSystem.IsWindows())
        {
            names = names.Where(name => !Path.GetFileName(name).StartsWith("ttyS", StringComparison.Ordinal) && !Path.GetFileName(name).StartsWith("cu.", StringComparison.Ordinal));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public ISerialLine Open(string name, int baud)
    {
        var port = new SerialPort(name, baud, Parity.None, 8, StopBits.One);
        try
        {
            port.Open();
            return new SystemSerialLine(port);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            bool isMissing = exception is ArgumentException or FileNotFoundException || (!OperatingSystem.IsWindows() && !File.Exists(name));
            throw isMissing
                ? new EdgeException(DiagnosticId.PortNotFound, name, "there is no such serial port", "see which there are: nanoff --listports", exception)
                : new EdgeException(DiagnosticId.PortBusy, name, exception.Message, "close the other program that has the port (terminal, debugger, monitor); on Linux you must be in the group dialout", exception);
        }
    }
}
