using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Which input rows an output row needs, at the edges and inside.</summary>
[TestClass]
public sealed class RowMappingTests
{
    [TestMethod]
    [DataRow(0, 0, 1)]
    [DataRow(1, 0, 2)]
    [DataRow(5, 4, 6)]
    [DataRow(8, 7, 9)]
    [DataRow(9, 8, 9)]
    public void A_padded_window_ends_with_the_input(int oy, int first, int last)
    {
        foreach (int opCode in new int[] { OpCode.Conv2D, OpCode.DepthwiseConv2D, OpCode.AveragePool, OpCode.MaxPool })
        {
            AssertRows(Window(opCode, kernel: 3, stride: 1, pad: 1), oy, first, last);
        }
    }

    [TestMethod]
    [DataRow(2, 2, 0, 3, 6, 7)]
    [DataRow(3, 2, 1, 0, 0, 1)]
    [DataRow(3, 2, 1, 4, 7, 9)]
    [DataRow(1, 3, 0, 3, 9, 9)]
    [DataRow(5, 1, 2, 0, 0, 2)]
    public void Strides_move_the_window(int kernel, int stride, int pad, int oy, int first, int last)
    {
        AssertRows(Window(OpCode.Conv2D, kernel, stride, pad), oy, first, last);
    }

    [TestMethod]
    public void Rows_of_padding_need_nothing()
    {
        Stage stage = Make(OpCode.Pad, 10, 4, 14, 4);
        stage.PadTop = 2;
        AssertNone(stage, 0, 0);
        AssertNone(stage, 0, 1);
        AssertRows(stage, 2, 0, 0);
        AssertRows(stage, 11, 9, 9);
        Assert.IsGreaterThan(RowMapping.Last(stage, 0, 12), RowMapping.First(stage, 0, 12));
    }

    [TestMethod]
    [DataRow(0, 0, 1)]
    [DataRow(1, 1, 2)]
    [DataRow(2, 3, 4)]
    [DataRow(3, 4, 5)]
    public void Reshape_needs_the_rows_that_its_elements_lie_in(int oy, int first, int last)
    {
        // Rows of 4 bytes become rows of 6.
        AssertRows(Make(OpCode.Reshape, 6, 4, 4, 6), oy, first, last);
    }

    [TestMethod]
    public void Reshape_of_an_exact_multiple_needs_no_row_more()
    {
        AssertRows(Make(OpCode.Reshape, 6, 4, 3, 8), 1, 2, 3);
        AssertRows(Make(OpCode.Reshape, 3, 8, 6, 4), 3, 1, 1);
    }

    [TestMethod]
    [DataRow(0, 4, 4)]
    [DataRow(3, 4, 4)]
    [DataRow(1, 0, 9)]
    [DataRow(5, 0, 9)]
    public void Transpose_needs_all_rows_unless_rows_stay_rows(int permutation, int first, int last)
    {
        Stage stage = Make(OpCode.Transpose, 10, 4, 10, 4);
        stage.Permutation = permutation;
        AssertRows(stage, 4, first, last);
    }

    [TestMethod]
    public void Concat_along_the_height_counts_rows_from_its_own_input_on()
    {
        Stage stage = Make(OpCode.Concat, 3, 4, 8, 4);
        stage.Inputs[1] = Rows(5, 4);
        stage.InputCount = 2;
        AssertRows(stage, 2, 2, 2);
        Assert.IsGreaterThan(RowMapping.Last(stage, 0, 3), RowMapping.First(stage, 0, 3), "the first input has no row 3");
        Assert.AreEqual(-1, RowMapping.Last(stage, 1, 2), "the second is not needed yet");
        Assert.AreEqual(0, RowMapping.First(stage, 1, 3));
        Assert.AreEqual(0, RowMapping.Last(stage, 1, 3));
        Assert.AreEqual(4, RowMapping.Last(stage, 1, 7));
    }

    [TestMethod]
    public void Concat_along_another_axis_takes_the_same_row_of_each()
    {
        Stage stage = Make(OpCode.Concat, 6, 4, 6, 8);
        stage.Inputs[1] = Rows(6, 4);
        stage.ConcatAxis = 1;
        Assert.AreEqual(5, RowMapping.First(stage, 1, 5));
        Assert.AreEqual(5, RowMapping.Last(stage, 1, 5));
    }

    [TestMethod]
    public void Resize_looks_its_rows_up()
    {
        Stage stage = Make(OpCode.Resize, 3, 4, 6, 4);
        stage.Parameters = [99, 0, 0, 1, 1, 2, 2];
        stage.ParameterBase = 1;
        AssertRows(stage, 1, 0, 0);
        AssertRows(stage, 2, 1, 1);
        AssertRows(stage, 5, 2, 2);
    }

    [TestMethod]
    public void An_operand_of_one_row_serves_all_rows()
    {
        Stage stage = Make(OpCode.Mul, 6, 4, 6, 4);
        stage.Inputs[1] = Rows(1, 4);
        Assert.AreEqual(5, RowMapping.Last(stage, 0, 5));
        Assert.AreEqual(0, RowMapping.First(stage, 1, 5));
        Assert.AreEqual(0, RowMapping.Last(stage, 1, 5));
    }

    private static void AssertRows(Stage stage, int oy, int first, int last)
    {
        Assert.AreEqual(first, RowMapping.First(stage, 0, oy), $"first of {oy}");
        Assert.AreEqual(last, RowMapping.Last(stage, 0, oy), $"last of {oy}");
    }

    private static void AssertNone(Stage stage, int index, int oy)
    {
        Assert.IsLessThan(0, RowMapping.Last(stage, index, oy));
        Assert.AreEqual(0, RowMapping.First(stage, index, oy));
    }

    /// <summary>A window over ten rows.</summary>
    private static Stage Window(int opCode, int kernel, int stride, int pad)
    {
        Stage stage = Make(opCode, 10, 4, 10, 4);
        stage.KernelH = kernel;
        stage.StrideH = stride;
        stage.PadTop = pad;
        return stage;
    }

    private static Stage Make(int opCode, int inputHeight, int inputRowBytes, int outputHeight, int outputRowBytes)
    {
        var stage = new Stage { OpCode = opCode, InputCount = 1, Output = Rows(outputHeight, outputRowBytes) };
        stage.Inputs[0] = Rows(inputHeight, inputRowBytes);
        stage.Input = stage.Inputs[0];
        return stage;
    }

    private static RowBuffer Rows(int height, int rowBytes) => new(1) { Height = height, Width = rowBytes, Channels = 1, RowBytes = rowBytes };
}
