using System;
using System.Linq;
using System.Numerics;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Pools and means. TFLite's mean folds 1 / count into the multiplier as reduce.h QuantizedMeanOrSum does
/// (tflite-micro 90b983c): (multiplier &lt;&lt; s) / count, truncated, with s = min(floor(log2 count), 32, 31 + shift).
/// </summary>
internal static class PoolLowering
{
    private const int MostSums = 32;

    // Where rows become fewer by less than this the reshape takes as much.
    private const int LeastGain = 2;

    // The reshaped tensor is held beside the one before.
    private const int MostMovedBytes = 4096;

    /// <summary>Lowers one operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        if (op.Kind == OperatorKind.Mean)
        {
            LowerMean(context, op);
            return;
        }

        var attributes = (PoolAttributes)op.Attributes!;
        DeviceTensor input = context.Get(op.Inputs[0]);
        QuantizationParameters result = LoweringContext.Quantization(op.Output);
        if (!context.Options.IsTflite && !LayoutLowering.HasScale(input, result))
        {
            // Pools do not requantize, those of TFLite not even by the difference that they let pass; averaging after a change of scale is what the source asks for.
            input = TableLowering.Requantize(context, op, input, result);
        }

        Padding pad = attributes.Padding;
        if (attributes.CountPadding && pad.Any)
        {
            input = LayoutLowering.AddPad(context, op, input, pad);
            pad = Padding.None;
        }

        int code = op.Kind == OperatorKind.AveragePool ? OpCode.AveragePool : OpCode.MaxPool;
        DeviceOperator lowered = LoweringContext.Start(op, code, [input], context.Declare(op.Output));
        lowered.KernelH = attributes.KernelH;
        lowered.KernelW = attributes.KernelW;
        lowered.StrideH = attributes.StrideH;
        lowered.StrideW = attributes.StrideW;
        lowered.PadTop = pad.Top;
        lowered.PadLeft = pad.Left;

        // The value about which ties of an average round away: q's zero, or that of the unsigned values a uint8 model has.
        lowered.ResultZeroPoint = context.Graph.IsLegacyUInt8 ? 0 : 128;
        ActivationClamp.Apply(lowered, attributes.Activation, result);
        context.Add(lowered);
    }

    private static void LowerMean(LoweringContext context, Operator op)
    {
        var attributes = (MeanAttributes)op.Attributes!;
        DeviceTensor input = context.Get(op.Inputs[0]);
        int axes = 0;
        foreach (int axis in attributes.Axes)
        {
            int device = TensorShape.AxisToDevice(op.Inputs[0], axis);
            axes |= device < 0 ? 0 : 1 << device;
        }

        if (axes == 0)
        {
            LayoutLowering.Move(context, op, input);
            return;
        }

        input = axes == 4 && context.Options.Fuse ? InShortRows(context, op, input) : input;
        int height = (axes & 1) != 0 ? 1 : input.Height;
        int width = (axes & 2) != 0 ? 1 : input.Width;
        int channels = (axes & 4) != 0 ? 1 : input.Channels;
        int count = input.Bytes / (height * width * channels);
        DeviceTensor reduced = context.Declare(op.Output, height, width, channels);
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Mean, [input], reduced);
        lowered.ReducedAxes = axes;
        lowered.Multipliers = [Multiplier(context, op, input.Scale, reduced.Scale, count)];
        context.Add(lowered);
        int[] shape = TensorShape.ToDevice(op.Output);
        if (shape[0] != height || shape[1] != width || shape[2] != channels)
        {
            LayoutLowering.Move(context, op, reduced);
        }
    }

    /// <summary>
    /// A mean over channels has a sum for each pixel of a row, and each row is a step: pixels are divided among as few rows as leave few sums at a time. One
    /// long row, as vectors are, takes less memory so, and many short ones, as a transposed image has, less time. The elements stay where they are.
    /// </summary>
    private static DeviceTensor InShortRows(LoweringContext context, Operator op, DeviceTensor input)
    {
        int pixels = input.Height * input.Width;
        int width = Enumerable.Range(1, MostSums).Last(divisor => pixels % divisor == 0);
        if (input.Height == 1 ? input.Width <= MostSums || width == 1 : width < LeastGain * input.Width || input.Bytes > MostMovedBytes)
        {
            return input;
        }

        // A reshape of a reshape is one.
        DeviceTensor source = context.ProducerOf(input) is { OpCode: OpCode.Reshape } reshape ? reshape.Inputs[0] : input;
        var rows = new DeviceTensor(op.Output.Name + "/rows", pixels / width, width, input.Channels, input.Scale, input.ZeroPoint);
        context.Add(new DeviceOperator(OpCode.Reshape, op.Name + "/rows", [source], rows) { Location = op.Location, KindName = "Reshape" });
        return rows;
    }

    private static FixedPointMultiplier Multiplier(LoweringContext context, Operator op, float scaleIn, float scaleOut, int count)
    {
        if (count > 1 << 23)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                op.Location,
                $"a mean over {count} elements can overflow its 32-bit sum",
                "reduce at most 8388608 elements at once");
        }

        if (!context.Options.IsTflite)
        {
            return ConvolutionLowering.Multiplier(op, (double)scaleIn / scaleOut / count);
        }

        FixedPointMultiplier whole = ConvolutionLowering.Multiplier(op, (double)scaleIn / scaleOut);
        int shift = 63 - BitOperations.LeadingZeroCount((ulong)count);
        shift = Math.Min(Math.Min(shift, 32), 31 + whole.Shift);
        return new FixedPointMultiplier((int)(((long)whole.Multiplier << shift) / count), whole.Shift - shift);
    }
}
