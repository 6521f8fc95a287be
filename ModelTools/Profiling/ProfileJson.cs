using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;

namespace Edge.ModelTools.Profiling;

/// <summary>A profile as JSON. Scripts rely on weightedIlPerMac, timeMs, energyMicrojoule and groups.</summary>
internal static class ProfileJson
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Receives one JSON object.</param>
    public static void Write(ProfileReport report, TextWriter output)
    {
        InferenceProfile profile = report.Profile;
        Board board = report.Board;
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                model = report.Model,
                kernels = report.Kernels,
                macs = profile.Macs,
                weightedInstructions = Math.Round(profile.Weighted),
                weightedIlPerMac = PerMac(profile.Weighted, profile.Macs),
                board = board.Name,
                nsPerInstruction = board.NsPerInstruction,
                uncertaintyFactor = board.NsUncertaintyFactor,
                nsSource = report.Kernels == KernelSets.Native ? board.NsSource + "; " + NativeProfiler.Source : board.NsSource,
                timeMs = Math.Round(report.TimeMs, 3),
                timeLabel = ProfileReport.Label,
                loadWeightedInstructions = Math.Round(profile.LoadWeighted),
                loadMs = Math.Round(report.LoadMs, 3),
                energyMicrojoule = Math.Round(report.EnergyMicrojoule, 3),
                energyLabel = ProfileReport.Label,
                energySource = board.Currents.Source,
                groups = report.Groups.Select(group => new
                {
                    index = group.Index,
                    operators = group.Operators,
                    macs = group.Macs,
                    weightBytes = group.WeightBytes,
                    weightedInstructions = Math.Round(group.Weighted),
                    weightedIlPerMac = PerMac(group.Weighted, group.Macs),
                    timeMs = Math.Round(group.TimeMs, 3),
                    energyMicrojoule = Math.Round(group.EnergyMicrojoule, 3),
                }),
                kinds = report.Kinds.Select(kind => new
                {
                    kind = kind.Kind,
                    macs = kind.Macs,
                    weightedInstructions = Math.Round(kind.Weighted),
                    weightedIlPerMac = PerMac(kind.Weighted, kind.Macs),
                    share = Math.Round(kind.Share, 4),
                }),
            },
            JsonOutput.Options));
    }

    private static double? PerMac(double weighted, long macs)
    {
        return macs == 0 ? null : Math.Round(weighted / macs, 2);
    }
}
