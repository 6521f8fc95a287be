namespace Edge.ModelTools.Inspection;

/// <summary>An operator of a group.</summary>
/// <param name="OperatorId">Number of the operator, or -1 for input, constants and outputs.</param>
/// <param name="Kind">Kind in the source model.</param>
/// <param name="Name">Name in the source model.</param>
/// <param name="Shape">Output as "H x W x C".</param>
/// <param name="Detail">Kernel, stride, padding, clamp.</param>
/// <param name="Weights">"resident", "streamed by n channels", or empty.</param>
/// <param name="RowStep">Rows made at a time.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="ResidentBytes">Bytes of weights held while the group runs; 0 when they are streamed or there are none.</param>
/// <param name="ResidentPlace">Bank and offset of the resident weights, or empty.</param>
/// <param name="TableBytes">Bytes of the activation's table, or 0.</param>
/// <param name="TablePlace">Bank and offset of the table, or empty.</param>
internal sealed record StageDescription(
    int OperatorId,
    string Kind,
    string Name,
    string Shape,
    string Detail,
    string Weights,
    int RowStep,
    long Macs,
    int ResidentBytes,
    string ResidentPlace,
    int TableBytes,
    string TablePlace);
