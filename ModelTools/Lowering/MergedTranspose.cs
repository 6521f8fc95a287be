using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// A transpose of more dimensions than the device has: dimensions of 1 do not count, and those that stay side by side move as one.
/// Where three are left, it is a reshape, a transpose of those and a reshape.
/// </summary>
internal static class MergedTranspose
{
    /// <summary>Lowers one operator.</summary>
    /// <exception cref="EdgeException">More than three dimensions move on their own.</exception>
    public static void Lower(LoweringContext context, Operator op, DeviceTensor input)
    {
        int[] shape = op.Inputs[0].Shape;
        List<List<int>> runs = Runs(shape, ((TransposeAttributes)op.Attributes!).Permutation);
        if (runs.Count > 3)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                op.Location,
                $"it moves {runs.Count} dimensions of [{string.Join(",", shape)}] on their own, the device at most 3",
                "move one dimension at a time, or reshape before");
        }

        int padding = 3 - runs.Count;
        int[] sizes = [.. Enumerable.Repeat(1, padding), .. runs.OrderBy(run => run[0]).Select(run => run.Aggregate(1, (product, axis) => product * shape[axis]))];
        List<List<int>> inOrder = [.. runs.OrderBy(run => run[0])];
        int[] moved = [.. Enumerable.Range(0, padding), .. runs.Select(run => padding + inOrder.IndexOf(run))];
        DeviceTensor split = Reshaped(context, op, input, "split", sizes[0], sizes[1], sizes[2]);
        DeviceTensor transposed = Like(input, op.Output.Name + "/moved", sizes[moved[0]], sizes[moved[1]], sizes[moved[2]]);
        context.Add(new DeviceOperator(OpCode.Transpose, op.Name + "/transpose", [split], transposed)
        {
            Location = op.Location,
            KindName = "Transpose",
            Permutation = moved[0] + (3 * moved[1]) + (9 * moved[2]),
        });
        LayoutLowering.Move(context, op, transposed);
    }

    /// <summary>The input's dimensions in the order of the output, those that follow each other in both together.</summary>
    private static List<List<int>> Runs(int[] shape, int[] permutation)
    {
        int[] longer = [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] > 1)];
        var runs = new List<List<int>>();
        foreach (int axis in permutation.Where(axis => shape[axis] > 1))
        {
            int place = System.Array.IndexOf(longer, axis);
            if (runs.Count > 0 && place > 0 && runs[^1][^1] == longer[place - 1])
            {
                runs[^1].Add(axis);
            }
            else
            {
                runs.Add([axis]);
            }
        }

        return runs;
    }

    private static DeviceTensor Reshaped(LoweringContext context, Operator op, DeviceTensor input, string suffix, int height, int width, int channels)
    {
        if (input.Height == height && input.Width == width && input.Channels == channels)
        {
            return input;
        }

        DeviceTensor output = Like(input, $"{op.Output.Name}/{suffix}", height, width, channels);
        context.Add(new DeviceOperator(OpCode.Reshape, $"{op.Name}/{suffix}", [input], output) { Location = op.Location, KindName = "Reshape" });
        return output;
    }

    private static DeviceTensor Like(DeviceTensor tensor, string name, int height, int width, int channels) =>
        new(name, height, width, channels, tensor.Scale, tensor.ZeroPoint);
}
