using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Studio.Jobs;

namespace Edge.ModelTools.Studio.Views;

/// <summary>Memory against time and energy, for every board.</summary>
internal static class BudgetView
{
    /// <summary>Describes the points of a curve.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="points">By peak.</param>
    public static object Of(string name, IReadOnlyList<BudgetPoint> points)
    {
        var tools = NfTools.Load();
        return new { label = ProfileReport.Label, points = points.Select(point => Point(name, point, tools)) };
    }

    private static object Point(string name, BudgetPoint point, NfTools tools)
    {
        return new
        {
            budgetBytes = point.BudgetBytes,
            isTaken = point.IsTaken,
            peakSramBytes = point.Blob.PeakSramBytes,
            blobBytes = point.Blob.BlobBytes,
            macs = point.Blob.Macs,
            weightBytesRead = point.Profile.Groups.Sum(group => group.WeightBytes),
            weightedInstructions = point.Profile.Weighted,
            boards = tools.Boards.Select(board =>
            {
                var report = new ProfileReport(name, KernelSets.DeviceDefault, point.Profile, board);
                return new
                {
                    board.Name,
                    timeMs = report.TimeMs,
                    energyMicrojoule = report.EnergyMicrojoule,
                    uncertaintyFactor = board.NsUncertaintyFactor,
                    fits = point.Blob.PeakSramBytes <= tools.FreeKB(board) * 1024L,
                };
            }),
        };
    }
}
