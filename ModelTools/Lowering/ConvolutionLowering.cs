using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Convolution, depthwise and fully connected. The real multiplier of channel c is s_in * s_w[c] / s_out, in double;
/// TFLite's fully connected with one weight scale multiplies s_in * s_w in float32 first (kernel_util.cc
/// GetQuantizedConvolutionMultipler, tflite-micro 90b983c), and so do all three in uint8 models; that is repeated here for
/// imported models.
/// </summary>
internal static class ConvolutionLowering
{
    private const double ScaleRounding = 1.0 / (1 << 23); // of a float, and then some

    /// <summary>Lowers one operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        Tensor weights = op.Inputs[1];
        Tensor? bias = op.Inputs.Count > 2 ? op.Inputs[2] : null;
        if (!weights.IsConstant || weights.Type != ElementType.Int8 || bias is { IsConstant: false })
        {
            throw new EdgeException(
                DiagnosticId.NotQuantized,
                op.Location,
                $"weights are {(weights.IsConstant ? weights.Type.ToString() : "computed at run time")}",
                "export with constant int8 weights, or give the float model");
        }

        var pad = new Padding();
        DeviceOperator lowered;
        Clamp? activation;
        int outputChannels;
        if (op.Kind == OperatorKind.FullyConnected)
        {
            outputChannels = weights.Shape[0];
            bool isOneRow = input.Bytes == weights.Shape[1];
            DeviceTensor output = isOneRow && outputChannels <= BlobFormat.MaxArrayBytes ? context.Declare(op.Output, 1, 1, outputChannels) : context.Declare(op.Output);
            input = isOneRow ? WithoutReshapes(context, input) : Positions(context, op, input, output);
            lowered = LoweringContext.Start(op, isOneRow && IsLong(weights) ? OpCode.LongDense : OpCode.Conv2D, [input], output);
            lowered.KernelH = isOneRow ? input.Height : 1;
            lowered.KernelW = isOneRow ? input.Width : 1;
            lowered.Weights = weights.Int8s;
            activation = ((FullyConnectedAttributes)op.Attributes!).Activation;
        }
        else
        {
            var attributes = (ConvAttributes)op.Attributes!;
            bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
            outputChannels = weights.Shape[isDepthwise ? 3 : 0];
            pad = attributes.Padding;
            input = FoldPadding(context, op, input, ref pad);
            bool takesAll = pad == Padding.None && weights.Shape[1] == input.Height && weights.Shape[2] == input.Width && attributes.Groups == 1;
            int opCode = isDepthwise ? OpCode.DepthwiseConv2D : takesAll && IsLong(weights) ? OpCode.LongDense : OpCode.Conv2D;
            lowered = LoweringContext.Start(op, opCode, [input], context.Declare(op.Output));
            lowered.KernelH = weights.Shape[1];
            lowered.KernelW = weights.Shape[2];
            lowered.StrideH = attributes.StrideH;
            lowered.StrideW = attributes.StrideW;
            lowered.PadTop = pad.Top;
            lowered.PadLeft = pad.Left;
            lowered.Groups = isDepthwise ? 1 : attributes.Groups;
            lowered.ChannelMultiplier = isDepthwise ? outputChannels / input.Channels : 1;
            lowered.Weights = isDepthwise ? ToChannelMajor(weights.Int8s, outputChannels) : weights.Int8s;
            activation = attributes.Activation;
        }

        QuantizationParameters weightQuantization = LoweringContext.Quantization(weights);
        lowered.WeightZeroPoint = CommonZeroPoint(op, weightQuantization);
        ActivationClamp.Apply(lowered, activation, LoweringContext.Quantization(op.Output));
        SetRequantization(context, op, lowered, input, weightQuantization, outputChannels);
        FoldBias(lowered, bias, input.ZeroPoint, outputChannels);
        if (lowered.Output.Height > 1 && op.Kind == OperatorKind.FullyConnected && input.Bytes == op.Inputs[1].Shape[1])
        {
            DenseRows.Add(context, lowered);
            return;
        }

        lowered.LaneTaps = LaneRuns.Longest(lowered);
        context.Add(lowered);
    }

    /// <summary>Whether the weights of one output do not fit the window, so that they come in pieces.</summary>
    private static bool IsLong(Tensor weights) => (weights.ElementCount / weights.Shape[0]) + BlobFormat.ParameterBytes > BlobFormat.MaxArrayBytes;

    /// <summary>The fully connected layer is a convolution whose kernel is the whole input; reshapes in front of it move nothing.</summary>
    private static DeviceTensor WithoutReshapes(LoweringContext context, DeviceTensor input)
    {
        while (context.Options.Fuse && context.ProducerOf(input) is { OpCode: OpCode.Reshape } reshape
            && reshape.Inputs[0].Scale == input.Scale && reshape.Inputs[0].ZeroPoint == input.ZeroPoint)
        {
            input = reshape.Inputs[0];
        }

        return input;
    }

    /// <summary>The input of a layer over several rows, a pixel for each: the layer is a convolution of one pixel.</summary>
    private static DeviceTensor Positions(LoweringContext context, Operator op, DeviceTensor input, DeviceTensor output)
    {
        int pixels = output.Height * output.Width;
        int columns = op.Inputs[1].Shape[1];
        if (output.Channels != op.Inputs[1].Shape[0] || input.Bytes != (long)pixels * columns)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape, op.Location, $"the input has {input.Bytes} elements, the weights take {columns} for each of {pixels} rows", "export the model for a batch of 1");
        }

        if (input.Height == output.Height && input.Width == output.Width)
        {
            return input;
        }

        var positions = new DeviceTensor(input.Name + "/positions", output.Height, output.Width, columns, input.Scale, input.ZeroPoint);
        context.Add(new DeviceOperator(OpCode.Reshape, op.Name + "/positions", [input], positions) { Location = op.Location, KindName = "Reshape" });
        return positions;
    }

    /// <summary>Takes a Pad operator of the zero point into the convolution's own padding.</summary>
    private static DeviceTensor FoldPadding(LoweringContext context, Operator op, DeviceTensor input, ref Padding pad)
    {
        if (!context.Options.Fuse || context.ProducerOf(input) is not { OpCode: OpCode.Pad } padding)
        {
            return input;
        }

        DeviceTensor source = padding.Inputs[0];
        bool isExact = padding.PadValue == source.ZeroPoint && source.ZeroPoint == input.ZeroPoint && source.Scale == input.Scale && source.Channels == input.Channels
            && pad == Padding.None;
        int kernelH = op.Inputs[1].Shape[1];
        int kernelW = op.Inputs[1].Shape[2];
        if (!isExact || padding.PadTop >= kernelH || padding.PadLeft >= kernelW)
        {
            return input;
        }

        pad = new Padding(padding.PadTop, padding.PadLeft, 0, 0);
        return source;
    }

    private static void SetRequantization(
        LoweringContext context,
        Operator op,
        DeviceOperator lowered,
        DeviceTensor input,
        QuantizationParameters weights,
        int channels)
    {
        double inputScale = input.Scale;
        double outputScale = LoweringContext.Quantization(op.Output).Scale;
        bool isFloatProduct = context.Options.IsTflite && weights.Scales.Length == 1
            && (op.Kind == OperatorKind.FullyConnected || context.Graph.IsLegacyUInt8);
        lowered.ChannelMultipliers = new FixedPointMultiplier[channels];
        for (int c = 0; c < channels; c++)
        {
            double product = isFloatProduct ? input.Scale * weights.Scale : inputScale * weights.ScaleAt(c);
            double factor = product / outputScale;
            lowered.ChannelMultipliers[c] = Multiplier(op, context.Options.IsTflite ? factor : PowerOfTwo(factor));
        }
    }

    /// <summary>What float scales cannot hold exactly: a factor that is a power of two but for their rounding is one.</summary>
    private static double PowerOfTwo(double factor)
    {
        double power = factor > 0 && double.IsFinite(factor) ? Math.ScaleB(1, (int)Math.Round(Math.Log2(factor))) : factor;
        return Math.Abs(factor - power) <= power * ScaleRounding ? power : factor;
    }

    /// <summary>Quantizes a multiplier, or says which scales make that impossible.</summary>
    public static FixedPointMultiplier Multiplier(Operator op, double value)
    {
        if (!double.IsFinite(value) || value < 0 || value >= 1 << 30)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedScale,
                op.Location,
                $"the scales of its inputs and output give a multiplier of {value:g4}",
                "calibrate with representative data");
        }

        return FixedPointMultiplier.FromReal(value);
    }

    private static int CommonZeroPoint(Operator op, QuantizationParameters weights)
    {
        int zeroPoint = weights.ZeroPoints[0];
        if (Array.Exists(weights.ZeroPoints, other => other != zeroPoint))
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedScale,
                op.Location,
                "its weights have a zero point per channel",
                "quantize weights symmetrically (zero point 0)");
        }

        return zeroPoint;
    }

    /// <summary>bias - zu * sum(w - zw) over all taps: then a kernel multiplies offset-binary inputs as they are, and padding counts as zu.</summary>
    private static void FoldBias(DeviceOperator lowered, Tensor? bias, int inputZeroPoint, int channels)
    {
        lowered.FoldedBias = new int[channels];
        int taps = lowered.Weights.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            int sum = 0;
            for (int tap = 0; tap < taps; tap++)
            {
                sum += lowered.Weights[(c * taps) + tap] - lowered.WeightZeroPoint;
            }

            int value = bias is null ? 0 : bias.Int32s[c];
            lowered.FoldedBias[c] = unchecked(value - (inputZeroPoint * sum));
        }
    }

    /// <summary>[1, KH, KW, C] to [C, KH, KW].</summary>
    private static sbyte[] ToChannelMajor(sbyte[] weights, int channels)
    {
        int taps = weights.Length / channels;
        var result = new sbyte[weights.Length];
        for (int tap = 0; tap < taps; tap++)
        {
            for (int c = 0; c < channels; c++)
            {
                result[(c * taps) + tap] = weights[(tap * channels) + c];
            }
        }

        return result;
    }
}
