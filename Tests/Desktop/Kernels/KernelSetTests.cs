using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>The seam between the runtime and a set of kernels: what it falls back to, what it is asked, what it is shown.</summary>
[TestClass]
public sealed class KernelSetTests
{
    [TestMethod]
    public void A_set_with_no_kernels_of_its_own_gives_the_bytes_of_the_reference()
    {
        byte[] blob = BlobWriter.Write(Fused());
        sbyte[] input = [.. Enumerable.Range(0, 90).Select(i => (sbyte)((i * 37) - 128))];
        CollectionAssert.AreEqual(Run(blob, new ReferenceKernels(), input), Run(blob, new AskingKernels(), input));
        CollectionAssert.AreEqual(Run(blob, new ReferenceKernels(), input), Run(blob, new PackedKernels(), input));
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(0, 1)]
    public void A_set_that_asks_for_more_scratch_than_the_blob_reserves_is_refused(int moreLongs, int moreBytes)
    {
        Schedule schedule = Fused();
        byte[] blob = BlobWriter.Write(schedule);
        Load(blob, new AskingKernels { Longs = schedule.LaneLongs, Bytes = schedule.ScratchBytes });
        var asking = new AskingKernels { Longs = schedule.LaneLongs + moreLongs, Bytes = schedule.ScratchBytes + moreBytes };
        Assert.AreEqual(ModelError.ScratchTooSmall, Assert.ThrowsExactly<ModelFormatException>(() => Load(blob, asking)).Error);
        DiagnosticAssert.Throws(DiagnosticId.BlobInvalid, () => BlobFile.Load("tiny.edge8", blob, asking), "tiny.edge8", "more scratch memory");
    }

    [TestMethod]
    public void The_smallest_schedule_reserves_what_the_packed_kernels_ask_for_and_no_more()
    {
        Schedule schedule = Fused();
        Load(BlobWriter.Write(schedule), new PackedKernels());
        schedule.LaneLongs--;
        byte[] less = BlobWriter.Write(schedule);
        Assert.AreEqual(ModelError.ScratchTooSmall, Assert.ThrowsExactly<ModelFormatException>(() => Load(less, new PackedKernels())).Error);
        Load(less, new ReferenceKernels());
    }

    [TestMethod]
    public void Every_operator_is_shown_to_the_set_once_when_the_model_is_loaded()
    {
        Schedule schedule = Fused();
        var kernels = new AskingKernels();
        Int8Model model = Load(BlobWriter.Write(schedule), kernels);
        int[] operators = [.. schedule.Groups.SelectMany(group => group.Stages).Where(stage => stage.Operator is not null).Select(stage => stage.Operator!.Id)];
        CollectionAssert.AreEqual(operators, kernels.Prepared);
        model.Run(new sbyte[model.Input.Length], new sbyte[4]);
        Assert.HasCount(operators.Length, kernels.Prepared);
    }

    [TestMethod]
    public void A_blob_that_cannot_run_is_shown_to_no_set()
    {
        Schedule schedule = Fused();
        schedule.ParameterInts--;
        var kernels = new AskingKernels();
        Assert.ThrowsExactly<ModelFormatException>(() => Load(BlobWriter.Write(schedule), kernels));
        Assert.IsEmpty(kernels.Prepared);
    }

    [TestMethod]
    public void An_unknown_operator_code_is_refused()
    {
        Schedule schedule = Fused();
        GroupPlan group = schedule.Groups[0];
        StagePlan stage = group.Stages[^1];
        group.Stages[^1] = new StagePlan(OpCode.Count, stage.Operator, stage.Inputs, stage.Output) { IsRoot = stage.IsRoot };
        byte[] blob = BlobWriter.Write(schedule);
        Assert.AreEqual(ModelError.UnknownOperator, Assert.ThrowsExactly<ModelFormatException>(() => Load(blob, new PackedKernels())).Error);
        DiagnosticAssert.Throws(DiagnosticId.BlobInvalid, () => BlobFile.Load("tiny.edge8", blob, new PackedKernels()), "an operator code is unknown");
    }

    private static Schedule Fused()
    {
        return new RowFusedScheduler(TinyProgram.Build(), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule;
    }

    private static Int8Model Load(byte[] blob, KernelSet kernels)
    {
        return Int8Model.Load(new MemoryWeightSource(blob), kernels);
    }

    private static sbyte[] Run(byte[] blob, KernelSet kernels, sbyte[] input)
    {
        var output = new sbyte[4];
        Load(blob, kernels).Run(input, output);
        return output;
    }

    /// <summary>Asks for scratch memory and notes what it is shown.</summary>
    private sealed class AskingKernels : KernelSet
    {
        public override string Name => "asking";

        public int Longs { get; init; }

        public int Bytes { get; init; }

        public List<int> Prepared { get; } = [];

        internal override int LeastScratchLongs(Stage stage) => stage.OpCode == OpCode.Mul ? Longs : 0;

        internal override int LeastScratchBytes(Stage stage) => stage.OpCode == OpCode.Mul ? Bytes : 0;

        internal override void Prepare(Stage stage)
        {
            if (stage.OpCode is not (OpCode.Input or OpCode.Output or OpCode.Constant))
            {
                Prepared.Add(stage.OperatorId);
            }
        }
    }
}
