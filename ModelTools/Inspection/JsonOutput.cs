using System.Text.Json;

namespace Edge.ModelTools.Inspection;

/// <summary>How all <c>--json</c> output is written.</summary>
internal static class JsonOutput
{
    /// <summary>Indented, camel case.</summary>
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
