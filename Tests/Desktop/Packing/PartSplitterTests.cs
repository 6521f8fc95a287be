using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Packing.Specialization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>How generated methods come into assemblies.</summary>
[TestClass]
public sealed class PartSplitterTests
{
    [TestMethod]
    public void Blocks_that_fill_assemblies_to_the_byte_take_three()
    {
        // 2 x 30,000 is full; 20,000 + 20,001 + 20,000 is one byte too much.
        IReadOnlyList<SpecializedPart> parts = PartSplitter.Split(Blocks(30000, 30000, 20000, 20001, 20000));
        CollectionAssert.AreEqual(new[] { 60000, 40001, 20000 }, parts.Select(part => part.IlBytes).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, parts.Select(part => part.Number).ToArray());
        Assert.AreEqual("Edge.Specialized.Part3", parts[2].Name);
        AssertEachOnce(5, parts);
    }

    [TestMethod]
    public void Small_blocks_fill_what_large_ones_leave()
    {
        IReadOnlyList<SpecializedPart> parts = PartSplitter.Split(Blocks(20000, 30000, 40000, 30000));
        CollectionAssert.AreEqual(new[] { 60000, 60000 }, parts.Select(part => part.IlBytes).ToArray());
        AssertEachOnce(4, parts);
    }

    [TestMethod]
    public void Many_small_blocks_stay_below_the_methods_of_a_class()
    {
        IReadOnlyList<SpecializedPart> parts = PartSplitter.Split(Blocks([.. Enumerable.Repeat(10, (2 * PartSplitter.MostBlocks) + 1)]));
        CollectionAssert.AreEqual(new[] { PartSplitter.MostBlocks, PartSplitter.MostBlocks, 1 }, parts.Select(part => part.Blocks.Count).ToArray());
        AssertEachOnce((2 * PartSplitter.MostBlocks) + 1, parts);
    }

    [TestMethod]
    public void Code_above_the_assemblies_that_the_device_loads_is_not_taken()
    {
        OperatorCode[] operators = [.. Enumerable.Range(0, PartSplitter.MostParts + 3).Select(id => Code(id, saved: 100 + id, 30000, 30000))];
        IReadOnlyList<OperatorCode> taken = OperatorChoice.Choose(operators, long.MaxValue);
        CollectionAssert.AreEqual(Enumerable.Range(3, PartSplitter.MostParts).ToArray(), taken.Select(each => each.Operator.Id).ToArray(), "those that save most");
    }

    [TestMethod]
    public void Operators_that_save_most_for_each_byte_are_taken_first()
    {
        OperatorCode[] operators = [Code(4, 5000, 1000), Code(5, 9000, 3000), Code(6, 6000, 1000), Code(7, 400, 100)];
        long two = OperatorChoice.Bytes([operators[0], operators[2]]);
        CollectionAssert.AreEqual(new[] { 4, 6 }, Ids(OperatorChoice.Choose(operators, two + 99)));
        CollectionAssert.AreEqual(new[] { 6 }, Ids(OperatorChoice.Choose(operators, OperatorChoice.Bytes([operators[2]]))));
        CollectionAssert.AreEqual(new[] { 7 }, Ids(OperatorChoice.Choose(operators, OperatorChoice.Bytes([operators[2]]) - 1)), "what does not fit is passed over");
    }

    [TestMethod]
    public void Methods_and_numbers_beyond_the_interpreter_are_no_candidates()
    {
        Assert.IsTrue(Code(1, 1, 30000, 30000).IsPossible);
        Assert.IsFalse(Code(1, 1, 30001).IsPossible, "a branch has 16 bits");
        Assert.IsFalse(Code(PartSplitter.MostBlocks, 1, 100).IsPossible, "a switch has 255 cases");
    }

    private static int[] Ids(IReadOnlyList<OperatorCode> operators) => [.. operators.Select(each => each.Operator.Id)];

    private static OperatorCode Code(int id, double saved, params int[] ilBytes)
    {
        var source = new ConstantOperator(id, 1, 1, 1, 1, [1]) { Biases = [0], Multipliers = [1 << 30], Shifts = [0] };
        return new OperatorCode(source, [.. ilBytes.Select((bytes, i) => new ConstantBlock(id, i, string.Empty, bytes))], saved);
    }

    private static IEnumerable<ConstantBlock> Blocks(params int[] ilBytes)
    {
        return ilBytes.Select((bytes, i) => new ConstantBlock(7, i, string.Empty, bytes));
    }

    private static void AssertEachOnce(int count, IReadOnlyList<SpecializedPart> parts)
    {
        CollectionAssert.AreEquivalent(Enumerable.Range(0, count).ToArray(), parts.SelectMany(part => part.Blocks).Select(block => block.Number).ToArray());
    }
}
