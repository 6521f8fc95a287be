using System;

namespace Edge.ModelTools.Devices;

/// <summary>An open serial port, or what stands for one in a test.</summary>
internal interface ISerialLine : IDisposable
{
    /// <summary>Reads what has arrived, waiting for at least one byte.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="timeoutMs">Longest wait.</param>
    /// <returns>Number of bytes; 0 after the wait; -1 when the line has ended.</returns>
    /// <exception cref="Diagnostics.EdgeException">The port failed: unplugged.</exception>
    int Read(byte[] buffer, int timeoutMs);

    /// <summary>Writes bytes.</summary>
    /// <exception cref="Diagnostics.EdgeException">The port failed: unplugged.</exception>
    void Write(byte[] bytes);

    /// <summary>Restarts the board through the control lines, as its USB circuit is usually wired (RTS to EN, DTR to the boot pin).</summary>
    void Restart();
}
