using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Finds what must run again so that a squeeze-excite block need not hold its depthwise output: the depthwise convolution and
/// the convolutions before it.
/// </summary>
internal static class SqueezeExciteRecompute
{
    /// <summary>The multiplies that scale by a gate, in order, each with the operators to repeat before it.</summary>
    public static List<KeyValuePair<DeviceOperator, IReadOnlyList<DeviceOperator>>> Find(DeviceProgram program)
    {
        var found = new List<KeyValuePair<DeviceOperator, IReadOnlyList<DeviceOperator>>>();
        foreach (DeviceOperator op in program.Operators.Where(op => op.OpCode == OpCode.Mul))
        {
            DeviceTensor? scaled = op.Inputs.Find(input => input.Height * input.Width > 1);
            bool hasGate = op.Inputs.Exists(input => input.Data is null && input.Height * input.Width == 1);
            if (scaled is null || !hasGate)
            {
                continue;
            }

            IReadOnlyList<DeviceOperator> chain = Chain(program, scaled);
            if (chain.Count > 0)
            {
                found.Add(new(op, chain));
            }
        }

        return found;
    }

    /// <summary>
    /// The depthwise convolution that makes <paramref name="tensor"/>, and the convolutions before it that only it reads, back to
    /// the smallest tensor on the way: that one is held instead.
    /// </summary>
    private static List<DeviceOperator> Chain(DeviceProgram program, DeviceTensor tensor)
    {
        var chain = new List<DeviceOperator>();
        int kept = 0;
        DeviceOperator? op = program.Operators.Find(candidate => candidate.Output == tensor);
        while (op is { IsConvolution: true } && (chain.Count > 0 || op.OpCode == OpCode.DepthwiseConv2D))
        {
            chain.Add(op);
            DeviceTensor input = op.Inputs[0];
            if (input.Bytes < chain[kept].Inputs[0].Bytes)
            {
                kept = chain.Count - 1;
            }

            bool isPrivate = program.Operators.Count(reader => reader.Inputs.Contains(input)) == 1;
            op = isPrivate ? program.Operators.Find(candidate => candidate.Output == input) : null;
        }

        List<DeviceOperator> repeated = [.. chain.Take(kept + 1)];
        repeated.Reverse();
        return repeated;
    }
}
