using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.Benchmarks;

/// <summary>A float network with its data. Where there is no data set for calibration, one half calibrates for the other: two folds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Graph">Float graph after the passes.</param>
/// <param name="Folds">Samples; results are added up.</param>
internal sealed record QuantizerCase(string Name, ModelGraph Graph, IReadOnlyList<QuantizerFold> Folds);
