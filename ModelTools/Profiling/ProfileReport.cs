using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Profiling;

/// <summary>What an inference is predicted to cost on a board; every time and energy in it is estimated.</summary>
internal sealed class ProfileReport
{
    /// <summary>Label of every time and energy in the report.</summary>
    public const string Label = "estimated";

    private const string ExecutorName = "executor";
    private const string WeightReadName = "weight reads";

    /// <summary>Makes the report.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="kernels">Name of the kernel set.</param>
    /// <param name="profile">Counted inference, first column of the cost table.</param>
    /// <param name="board">The board.</param>
    public ProfileReport(string model, string kernels, InferenceProfile profile, Board board)
    {
        Model = model;
        Kernels = kernels;
        Profile = profile;
        Board = board;
        Groups = EstimateGroups(profile, board);
        Kinds = SumKinds(profile);
    }

    /// <summary>Name of the model.</summary>
    public string Model { get; }

    /// <summary>Name of the kernel set.</summary>
    public string Kernels { get; }

    /// <summary>The counted inference.</summary>
    public InferenceProfile Profile { get; }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>Groups in the order they run.</summary>
    public IReadOnlyList<GroupEstimate> Groups { get; }

    /// <summary>Kinds of operators, executor and weight reads; the dearest first.</summary>
    public IReadOnlyList<KindEstimate> Kinds { get; }

    /// <summary>Time of an inference, milliseconds.</summary>
    public double TimeMs => Groups.Sum(group => group.TimeMs);

    /// <summary>Time of loading the model, once after each start, milliseconds.</summary>
    public double LoadMs => Profile.LoadWeighted * Board.NsPerInstruction / 1e6;

    /// <summary>Energy of an inference, microjoules, gross.</summary>
    public double EnergyMicrojoule => Groups.Sum(group => group.EnergyMicrojoule);

    private static List<GroupEstimate> EstimateGroups(InferenceProfile profile, Board board)
    {
        var meter = new StateTableEnergyMeter(board.Currents);
        meter.Begin();
        List<GroupEstimate> groups = [];
        foreach (GroupProfile group in profile.Groups)
        {
            double computeMicroseconds = group.Compute * board.NsPerInstruction / 1000;
            double readMicroseconds = group.WeightRead * board.NsPerInstruction / 1000;
            long nanojoules = meter.TakeNanojoules((long)Math.Round(computeMicroseconds), (long)Math.Round(readMicroseconds), 0);
            OperatorProfile[] operators = [.. profile.Operators.Where(each => each.Group == group.Index)];
            groups.Add(new GroupEstimate(
                group.Index,
                NameOperators(operators),
                operators.Sum(each => each.Macs),
                group.Weighted,
                group.WeightBytes,
                (computeMicroseconds + readMicroseconds) / 1000,
                nanojoules / 1000.0));
        }

        return groups;
    }

    private static string NameOperators(OperatorProfile[] operators)
    {
        return string.Join(", ", operators.CountBy(each => each.Kind).Select(kind => kind.Value == 1 ? kind.Key : $"{kind.Value} {kind.Key}"));
    }

    private static List<KindEstimate> SumKinds(InferenceProfile profile)
    {
        double total = profile.Weighted;
        double reads = profile.Groups.Sum(group => group.WeightRead);
        double kernels = profile.Operators.Sum(each => each.Weighted);
        IEnumerable<KindEstimate> kinds = profile.Operators
            .GroupBy(each => each.Kind)
            .Select(kind => new KindEstimate(kind.Key, kind.Sum(each => each.Macs), kind.Sum(each => each.Weighted), kind.Sum(each => each.Weighted) / total))
            .Append(new KindEstimate(WeightReadName, 0, reads, reads / total))
            .Append(new KindEstimate(ExecutorName, 0, total - reads - kernels, (total - reads - kernels) / total));
        return [.. kinds.OrderByDescending(kind => kind.Weighted).ThenBy(kind => kind.Kind, StringComparer.Ordinal)];
    }
}
