using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data.Json;

/// <summary>Which errors a kind of JSON file reports, and where its format is described.</summary>
/// <param name="Invalid">Not JSON, a field is missing or has the wrong type.</param>
/// <param name="UnknownField">A field that the format does not have.</param>
/// <param name="BadValue">A value out of range.</param>
/// <param name="Documentation">Page of the format.</param>
internal sealed record JsonErrors(DiagnosticId Invalid, DiagnosticId UnknownField, DiagnosticId BadValue, string Documentation);
