using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.ModelTools.Data.Json;

/// <summary>How all <c>--json</c> output is written.</summary>
internal static class JsonOutput
{
    /// <summary>Indented, camel case, enumerations by name.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
