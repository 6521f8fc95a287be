using System.Collections.Generic;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A conversion's state at one moment.</summary>
/// <param name="Id">Number of the job.</param>
/// <param name="Name">What is converted.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Phase">What it does now.</param>
/// <param name="Share">How much of that is done, 0 to 1.</param>
/// <param name="Seconds">Time since it began.</param>
/// <param name="Notes">What the user should know, a sentence each.</param>
/// <param name="Error">The one line of an error, or null.</param>
/// <param name="Conversion">Number of the conversion it made, or null.</param>
internal sealed record JobState(int Id, string Name, JobStatus Status, string Phase, double Share, double Seconds, IReadOnlyList<string> Notes, string? Error, int? Conversion);
