using System;
using System.IO;
using System.Linq;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>The head-room that the runtime asks for is what the frames of an inference take, and not much more.</summary>
[TestClass]
public sealed class FrameHeadroomTests
{
    private static readonly ModuleDefinition s_core = Read("Edge.Runtime.Int8");
    private static readonly ModuleDefinition s_lanes = Read("Edge.Runtime.Int8.Lanes");
    private static readonly ModuleDefinition s_depthwise = Read("Edge.Runtime.Int8.Depthwise");
    private static readonly ModuleDefinition s_micro = Read("Edge.Runtime.Int8.Micro");
    private static readonly ModuleDefinition s_packed = Read("Edge.Runtime.Int8.Packed");
    private static readonly FrameModel s_frames = new(s_core, s_lanes, s_depthwise, s_micro, s_packed);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Head_room_holds_twice_the_deepest_chain_of_calls_of_an_inference()
    {
        int deepest = s_frames.DeepestChain(Method("Edge.Runtime.Int8.Int8Model", "WarmUp"));
        MethodDefinition largest = s_frames.Below(Method("Edge.Runtime.Int8.Int8Model", "WarmUp")).MaxBy(FrameModel.BytesOf)!;
        TestContext.WriteLine($"deepest chain {deepest} bytes, largest frame {FrameModel.BytesOf(largest)}: {largest.FullName}");

        Assert.IsLessThanOrEqualTo(FrameHeadroom.Bytes, 2 * deepest);
        Assert.IsGreaterThan(FrameHeadroom.Bytes / 3, deepest, "the head-room is far above what is needed: a board would be refused for nothing");
    }

    [TestMethod]
    public void Head_room_of_a_stage_holds_the_frame_that_asks_for_its_rows()
    {
        Assert.IsLessThanOrEqualTo(FrameHeadroom.BytesPerStage, FrameModel.BytesOf(Method("Edge.Runtime.Int8.GroupWalker", "Demand")));
    }

    [TestMethod]
    public void Nothing_but_the_asking_for_rows_calls_itself()
    {
        // Only that depth is counted by stages.
        foreach (MethodDefinition method in s_frames.Below(Method("Edge.Runtime.Int8.Int8Model", "WarmUp")))
        {
            bool recurs = method.HasBody && method.Body.Instructions.Any(each => each.Operand is MethodReference call && call.FullName == method.FullName);
            Assert.AreEqual(method.Name == "Demand", recurs, method.FullName);
        }
    }

    private static MethodDefinition Method(string type, string name)
    {
        return s_core.GetType(type).Methods.Single(method => method.Name == name);
    }

    private static ModuleDefinition Read(string assembly)
    {
        return ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
    }
}
