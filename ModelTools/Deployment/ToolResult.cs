namespace Edge.ModelTools.Deployment;

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">Its exit code; on Linux and macOS only the low 8 bits of what it returned.</param>
/// <param name="Output">What it printed, both streams.</param>
internal sealed record ToolResult(int ExitCode, string Output);
