namespace Edge.ModelTools.Devices;

/// <summary>Speeds of a device's serial lines.</summary>
internal static class SerialSpeed
{
    /// <summary>Speed of the debug channel, which carries the log.</summary>
    public const int LogBaud = 921600;
}
