using System;
using System.Text.Json;

namespace Edge.ModelTools.Data.Json;

/// <summary>What is wrong with a JSON file, in a phrase. The parser's own words quote the file, whole if need be.</summary>
internal static class JsonFault
{
    /// <summary>Describes an error of reading JSON.</summary>
    public static string Of(Exception exception)
    {
        return exception is JsonException { LineNumber: long line }
            ? FormattableString.Invariant($"it is not the JSON it should be at line {line + 1}, column {((JsonException)exception).BytePositionInLine + 1}")
            : exception.Message;
    }
}
