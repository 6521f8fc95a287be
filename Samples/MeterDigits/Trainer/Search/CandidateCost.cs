namespace Edge.MeterDigits.Trainer.Search;

/// <summary>What a network takes on a board. Instructions are counted by Edge's own profile, times and energies are estimated from them.</summary>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="WeightedInstructions">Counted instructions of the interpreter, weighted (docs/cost-model.md).</param>
/// <param name="BlobBytes">Size of the blob.</param>
/// <param name="PeakSramBytes">Everything an inference touches besides code, at the default budget.</param>
/// <param name="TimeMs">Estimated time of an inference.</param>
/// <param name="EnergyMillijoule">Estimated energy of an inference.</param>
internal readonly record struct CandidateCost(long Macs, double WeightedInstructions, int BlobBytes, int PeakSramBytes, double TimeMs, double EnergyMillijoule);
