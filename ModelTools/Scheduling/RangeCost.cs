using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

/// <summary>A range of operators at one row step and window, all weights streamed, and the weights that may be kept instead.</summary>
/// <param name="WindowBytes">Largest window.</param>
/// <param name="Bytes">Rows, tables, parameters, the window, and what only lives through the range.</param>
/// <param name="Cost">Weighted instructions.</param>
/// <param name="Candidates">Stages whose weights may be kept, most saved for its bytes first.</param>
internal sealed record RangeCost(int WindowBytes, int Bytes, double Cost, IReadOnlyList<ResidentCandidate> Candidates);
