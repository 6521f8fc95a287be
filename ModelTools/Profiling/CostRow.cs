using System.Collections.Generic;

namespace Edge.ModelTools.Profiling;

/// <summary>One row of the cost table, as measured.</summary>
/// <param name="Id">Name that opcodes, native methods and other rows refer to.</param>
/// <param name="Text">What was measured.</param>
/// <param name="Cost">Host instructions by <see cref="CostColumn"/>.</param>
/// <param name="Includes">Rows that the measured statement contains and that are charged by themselves.</param>
/// <param name="At">Bytes (elements for arrays of references) that <paramref name="Cost"/> holds for; 0 when size does not matter.</param>
/// <param name="PerByte">Host instructions per byte by <see cref="CostColumn"/>.</param>
internal sealed record CostRow(
    string Id,
    string Text,
    IReadOnlyList<double> Cost,
    IReadOnlyList<string> Includes,
    double At,
    IReadOnlyList<double> PerByte);
