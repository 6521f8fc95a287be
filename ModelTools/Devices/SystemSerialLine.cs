using System;
using System.IO;
using System.IO.Ports;
using System.Threading;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>A port of the machine.</summary>
internal sealed class SystemSerialLine : ISerialLine
{
    private const int ResetMs = 100;

    private readonly SerialPort _port;

    /// <summary>Takes an open port and owns it.</summary>
    public SystemSerialLine(SerialPort port)
    {
        _port = port;
    }

    /// <inheritdoc />
    public int Read(byte[] buffer, int timeoutMs)
    {
        try
        {
            _port.ReadTimeout = timeoutMs;
            return _port.Read(buffer, 0, buffer.Length);
        }
        catch (TimeoutException)
        {
            return 0;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            throw Gone(exception);
        }
    }

    /// <inheritdoc />
    public void Write(byte[] bytes)
    {
        try
        {
            _port.Write(bytes, 0, bytes.Length);
        }
        catch (Exception exception) when (IsGone(exception) || exception is TimeoutException)
        {
            throw Gone(exception);
        }
    }

    /// <inheritdoc />
    public void Restart()
    {
        try
        {
            _port.DtrEnable = false; // boot pin high: the app, not the boot loader
            _port.RtsEnable = true;  // EN low
            Thread.Sleep(ResetMs);
            _port.RtsEnable = false;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            throw Gone(exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            _port.Dispose();
        }
        catch (IOException)
        {
            // Unplugged: there is nothing left to close.
        }
    }

    private static bool IsGone(Exception exception)
    {
        return exception is IOException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException;
    }

    private EdgeException Gone(Exception exception)
    {
        return new EdgeException(DiagnosticId.PortFailed, _port.PortName, exception.Message, "connect the board again", exception);
    }
}
