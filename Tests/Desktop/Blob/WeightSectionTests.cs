using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Lies about the weights section, each with correct checksums: its length, the order of what it holds, the promise of lanes.</summary>
[TestClass]
public sealed class WeightSectionTests
{
    private const int Program = BlobFormat.SectionProgram - 1;
    private const int Weights = BlobFormat.SectionWeights - 1;

    public static IEnumerable<object[]> Schedules => [["streamed"], ["kept"]];

    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void A_section_that_is_too_short_is_refused(string kind)
    {
        Schedule schedule = Build(kind, TinyProgram.Build());
        byte[] weights = new WeightSectionWriter(schedule).ToArray();
        Assert.AreEqual(ModelError.None, ErrorOf(schedule, weights));
        for (int length = 0; length < weights.Length; length++)
        {
            Assert.AreEqual(ModelError.BadWeights, ErrorOf(schedule, weights[..length]), $"{length} of {weights.Length} bytes");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void A_section_that_is_too_long_is_refused(string kind)
    {
        Schedule schedule = Build(kind, TinyProgram.Build());
        byte[] weights = new WeightSectionWriter(schedule).ToArray();
        Assert.AreEqual(ModelError.TrailingBytes, ErrorOf(schedule, [.. weights, 128]));
        Assert.AreEqual(ModelError.TrailingBytes, ErrorOf(schedule, [.. weights, .. weights]));
    }

    /// <summary>Positions and bytes agree, but lie in the order of another schedule.</summary>
    [TestMethod]
    public void Operators_in_another_order_are_refused()
    {
        DeviceProgram program = TinyProgram.Build();
        Schedule schedule = OperatorScheduler.Build(program);
        Schedule other = OperatorScheduler.Build(program);
        List<GroupPlan> groups = [.. other.Groups.Where(group => group.Stages.Any(stage => stage.IsStreamed))];
        int first = other.Groups.IndexOf(groups[0]);
        int second = other.Groups.IndexOf(groups[1]);
        (other.Groups[first], other.Groups[second]) = (other.Groups[second], other.Groups[first]);
        byte[][] sections = Sections(BlobWriter.Write(schedule));
        var writer = new WeightSectionWriter(other);
        sections[Program] = ProgramSectionWriter.Write(schedule, writer);
        sections[Weights] = writer.ToArray();
        Assert.AreEqual(ModelError.BadWeights, ErrorOf(BlobWriter.Assemble(sections)));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    [DataRow(-100)]
    [DataRow(100)]
    public void A_position_that_overlaps_or_leaves_a_gap_is_refused(int moved)
    {
        Schedule schedule = OperatorScheduler.Build(TinyProgram.Build());
        byte[][] sections = Sections(BlobWriter.Write(schedule));
        StagePlan stage = schedule.Groups.SelectMany(group => group.Stages).Last(candidate => candidate.IsStreamed);
        int position = new WeightSectionWriter(schedule).WeightPosition(stage);
        byte[] before = Number(position);
        byte[] after = Number(position + moved);
        Assert.AreEqual(before.Length, after.Length);
        int[] places = [.. Enumerable.Range(0, sections[Program].Length - before.Length).Where(i => sections[Program].AsSpan(i, before.Length).SequenceEqual(before))];
        Assert.HasCount(1, places, "the position's bytes must be found in one place only");
        after.CopyTo(sections[Program], places[0]);
        Assert.AreEqual(ModelError.BadWeights, ErrorOf(BlobWriter.Assemble(sections)));
    }

    /// <summary>The bound itself loads, one more of either sign does not; in the first channel, in the last, in the second run.</summary>
    [TestMethod]
    [DataRow("streamed", 0, 0)]
    [DataRow("streamed", 3, 0)]
    [DataRow("kept", 0, 0)]
    [DataRow("kept", 3, 0)]
    [DataRow("streamed", 3, 6)]
    [DataRow("kept", 2, 6)]
    public void A_promise_of_lanes_that_the_weights_just_break_is_refused(string kind, int channel, int start)
    {
        const int Taps = 48;
        const int Run = 42;
        foreach (int sign in new[] { 1, -1 })
        {
            foreach (int extra in new[] { 0, 1 })
            {
                DeviceProgram program = TinyProgram.Build();
                DeviceOperator classes = program.Operators.First(op => op.Name == "classes");
                Assert.AreEqual(Taps, classes.TapsPerChannel);
                Array.Clear(classes.Weights);

                // From start on 33 weights add up to the bound. A promise of Run taps cuts what starts after the sixth.
                for (int i = 0; i < 32; i++)
                {
                    classes.Weights[(channel * Taps) + start + i] = (sbyte)(127 * sign);
                }

                classes.Weights[(channel * Taps) + start + 32] = (sbyte)((BlobFormat.MaxLaneSum - (32 * 127) + extra) * sign);
                classes.LaneTaps = start == 0 ? Run : Taps;
                ModelError error = ErrorOf(BlobWriter.Write(Build(kind, program)));
                Assert.AreEqual(extra == 0 ? ModelError.None : ModelError.LaneOverflow, error, $"sign {sign}, {extra} above the bound");
            }
        }
    }

    [TestMethod]
    public void A_lane_that_starts_again_after_its_taps_holds_more_in_all()
    {
        DeviceProgram program = TinyProgram.Build();
        DeviceOperator classes = program.Operators.First(op => op.Name == "classes");
        Array.Fill(classes.Weights, (sbyte)127);
        classes.LaneTaps = 32;
        Assert.AreEqual(ModelError.None, ErrorOf(BlobWriter.Write(OperatorScheduler.Build(program))));
        classes.LaneTaps = 33;
        Assert.AreEqual(ModelError.LaneOverflow, ErrorOf(BlobWriter.Write(OperatorScheduler.Build(program))));
    }

    /// <summary>The program keeps a promise that was true of other weights.</summary>
    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void Other_weights_under_the_same_promise_are_refused(string kind)
    {
        DeviceProgram program = TinyProgram.Build();
        DeviceOperator classes = program.Operators.First(op => op.Name == "classes");
        Array.Fill(classes.Weights, (sbyte)80);
        classes.LaneTaps = 48;
        Schedule schedule = Build(kind, program);
        Assert.AreEqual(ModelError.None, ErrorOf(schedule, new WeightSectionWriter(schedule).ToArray()));
        Array.Fill(classes.Weights, (sbyte)-90);
        Assert.AreEqual(ModelError.LaneOverflow, ErrorOf(schedule, new WeightSectionWriter(schedule).ToArray()));
    }

    private static Schedule Build(string kind, DeviceProgram program)
    {
        Schedule schedule = OperatorScheduler.Build(program);
        if (kind == "kept")
        {
            StagePlan classes = schedule.Groups.SelectMany(group => group.Stages).Single(stage => stage.Operator?.Name == "classes");
            classes.IsStreamed = false;
            classes.Resident = new Placement(0, schedule.BankBytes[0]);
            schedule.BankBytes[0] += classes.Operator!.Weights.Length;
        }

        return schedule;
    }

    private static ModelError ErrorOf(Schedule schedule, byte[] weights)
    {
        byte[][] sections = Sections(BlobWriter.Write(schedule));
        sections[Weights] = weights;
        return ErrorOf(BlobWriter.Assemble(sections));
    }

    private static ModelError ErrorOf(byte[] blob)
    {
        try
        {
            Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
            return ModelError.None;
        }
        catch (ModelFormatException exception)
        {
            return exception.Error;
        }
    }

    private static byte[][] Sections(byte[] blob)
    {
        var sections = new BlobSections(new MemoryWeightSource(blob));
        return [.. Enumerable.Range(1, BlobFormat.SectionCount).Select(kind => blob.AsSpan(sections.Offset(kind), sections.Size(kind)).ToArray())];
    }

    private static byte[] Number(int value)
    {
        var sink = new ByteSink();
        sink.Unsigned(value);
        return sink.ToArray();
    }
}
