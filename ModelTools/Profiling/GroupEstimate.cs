namespace Edge.ModelTools.Profiling;

/// <summary>What one group is predicted to cost on a board.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Operators">Kinds of its operators, in the order they first ran.</param>
/// <param name="Macs">Multiply-accumulates of its operators.</param>
/// <param name="Weighted">Weighted instructions.</param>
/// <param name="WeightBytes">Bytes of weights read.</param>
/// <param name="TimeMs">Predicted time, milliseconds.</param>
/// <param name="EnergyMicrojoule">Predicted energy, microjoules.</param>
internal sealed record GroupEstimate(
    int Index,
    string Operators,
    long Macs,
    double Weighted,
    long WeightBytes,
    double TimeMs,
    double EnergyMicrojoule);
