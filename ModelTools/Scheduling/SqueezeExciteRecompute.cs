using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Finds what must run again so that a squeeze-excite block need not hold its depthwise output: the depthwise convolution and
/// the expansion before it.
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

    /// <summary>The depthwise convolution that makes <paramref name="tensor"/>, and the pointwise one before it when nobody else reads that.</summary>
    private static List<DeviceOperator> Chain(DeviceProgram program, DeviceTensor tensor)
    {
        DeviceOperator? depthwise = program.Operators.Find(op => op.Output == tensor);
        if (depthwise is not { OpCode: OpCode.DepthwiseConv2D })
        {
            return [];
        }

        DeviceTensor expanded = depthwise.Inputs[0];
        DeviceOperator? expand = program.Operators.Find(op => op.Output == expanded);
        bool isExpand = expand is { OpCode: OpCode.Conv2D, KernelH: 1, KernelW: 1 }
            && program.Operators.Count(op => op.Inputs.Contains(expanded)) == 1
            && expand.Role is BlockRole.None or BlockRole.Expand;
        return isExpand ? [expand!, depthwise] : [depthwise];
    }
}
