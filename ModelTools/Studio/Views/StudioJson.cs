using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.ModelTools.Studio.Views;

/// <summary>How the server writes and reads JSON.</summary>
internal static class StudioJson
{
    /// <summary>Names in camel case, enumerations as words; a null where there has to be a value is refused.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
