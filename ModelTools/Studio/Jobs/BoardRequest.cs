namespace Edge.ModelTools.Studio.Jobs;

/// <summary>The log that the page wants to follow.</summary>
/// <param name="Port">A serial port, or null.</param>
/// <param name="Baud">Its speed; null takes that of the log.</param>
/// <param name="Log">A saved log, or null.</param>
internal sealed record BoardRequest(string? Port = null, int? Baud = null, FileChoice? Log = null);
