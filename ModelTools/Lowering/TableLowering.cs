using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>Elementwise functions and requantization become 256-entry tables; <see cref="TableFusion"/> later joins them to the operator before.</summary>
internal static class TableLowering
{
    /// <summary>Lowers a Unary or Quantize operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        byte[] table = ActivationTable.Build(
            context.Options.IsTflite,
            op,
            LoweringContext.Quantization(op.Inputs[0]),
            LoweringContext.Quantization(op.Output));
        DeviceTensor output = context.Declare(op.Output, input.Height, input.Width, input.Channels);
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Table, [input], output);
        lowered.Table = table;
        context.Add(lowered);
    }

    /// <summary>Adds a table operator that stands for <paramref name="op"/>: its output is table[source].</summary>
    public static void Replace(LoweringContext context, DeviceOperator op, DeviceTensor source, byte[] table)
    {
        context.Add(new DeviceOperator(OpCode.Table, op.Name, [source], op.Output)
        {
            Location = op.Location,
            SourceIndex = op.SourceIndex,
            BlockIndex = op.BlockIndex,
            Role = op.Role,
            KindName = op.KindName,
            Table = table,
        });
    }

    /// <summary>Adds a table operator that requantizes <paramref name="input"/> to another scale, and returns its output.</summary>
    public static DeviceTensor Requantize(LoweringContext context, Operator op, DeviceTensor input, QuantizationParameters to)
    {
        var from = new QuantizationParameters(input.Scale, input.ZeroPoint - 128);
        var output = new DeviceTensor(input.Name + "/requantized", input.Height, input.Width, input.Channels, to.Scale, to.ZeroPoint + 128);
        context.Add(new DeviceOperator(OpCode.Table, op.Name + "/requantize", [input], output)
        {
            Location = op.Location,
            KindName = "Quantize",
            Table = ActivationTable.BuildRequantize(context.Options.IsTflite, from, to),
        });
        return output;
    }
}
