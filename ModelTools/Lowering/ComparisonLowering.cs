using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>The larger and the smaller of two, whose bytes are compared: both inputs are brought to the output's scale first, which TFLite takes for granted. Normalisation over channels.</summary>
internal static class ComparisonLowering
{
    private const int MostNormChannels = 4096; // as the device's operator has it, whose sum of squares is an int

    /// <summary>Lowers a Maximum or Minimum.</summary>
    public static void LowerExtremum(LoweringContext context, Operator op)
    {
        QuantizationParameters result = LoweringContext.Quantization(op.Output);
        DeviceTensor a = Broadcasting.Operand(context, op, 0);
        DeviceTensor b = Broadcasting.Operand(context, op, 1);
        if (!context.Options.IsTflite)
        {
            a = LayoutLowering.Requantized(context, op, a, result);
            b = LayoutLowering.Requantized(context, op, b, result);
        }

        int code = op.Kind == OperatorKind.Maximum ? OpCode.Maximum : OpCode.Minimum;
        context.Add(LoweringContext.Start(op, code, [a, b], context.Declare(op.Output)));
    }

    /// <summary>Lowers an L2Normalization over the last axis.</summary>
    public static void LowerL2Normalization(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        if (input.Channels > MostNormChannels)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape, op.Location, $"it normalises {input.Channels} channels (at most {MostNormChannels})", "reduce the channels before it");
        }

        DeviceTensor output = context.Declare(op.Output, input.Height, input.Width, input.Channels);
        context.Add(LoweringContext.Start(op, OpCode.L2Normalization, [input], output));
    }
}
