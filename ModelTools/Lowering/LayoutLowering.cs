using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>Operators that only move bytes.</summary>
internal static class LayoutLowering
{
    /// <summary>Lowers one operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        switch (op.Kind)
        {
            case OperatorKind.Pad:
                LowerPad(context, op, input);
                break;
            case OperatorKind.Reshape:
                Move(context, op, input);
                break;
            case OperatorKind.Transpose:
                LowerTranspose(context, op, input);
                break;
            case OperatorKind.Concat:
                LowerConcat(context, op);
                break;
            case OperatorKind.ResizeBilinear:
                LowerBilinear(context, op, input);
                break;
            default:
                LowerResize(context, op, input);
                break;
        }
    }

    /// <summary>Gives the output its own row length: nothing when that, and the scale, is the input's, else a reshape, which keeps the bytes.</summary>
    public static void Move(LoweringContext context, Operator op, DeviceTensor input)
    {
        int[] shape = TensorShape.ToDevice(op.Output);
        QuantizationParameters result = LoweringContext.Quantization(op.Output);
        bool isSame = shape[0] == input.Height && shape[1] == input.Width && shape[2] == input.Channels && HasScale(input, result);
        if (isSame && context.Options.Fuse)
        {
            context.Alias(op.Output, input);
            return;
        }

        context.Add(LoweringContext.Start(op, OpCode.Reshape, [input], context.Declare(op.Output)));
    }

    /// <summary>Adds a padding of the zero point in front of <paramref name="op"/> and returns the padded tensor.</summary>
    public static DeviceTensor AddPad(LoweringContext context, Operator op, DeviceTensor input, Padding pad)
    {
        var padded = new DeviceTensor(
            input.Name + "/padded",
            input.Height + pad.Top + pad.Bottom,
            input.Width + pad.Left + pad.Right,
            input.Channels,
            input.Scale,
            input.ZeroPoint);
        var lowered = new DeviceOperator(OpCode.Pad, op.Name + "/pad", [input], padded)
        {
            Location = op.Location,
            KindName = "Pad",
            PadTop = pad.Top,
            PadLeft = pad.Left,
            PadValue = input.ZeroPoint,
        };
        context.Add(lowered);
        return padded;
    }

    private static void LowerPad(LoweringContext context, Operator op, DeviceTensor input)
    {
        var attributes = (PadAttributes)op.Attributes!;
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Pad, [input], context.Declare(op.Output));
        for (int axis = 0; axis < attributes.Before.Length; axis++)
        {
            int before = attributes.Before[axis];
            if (before == 0 && attributes.After[axis] == 0)
            {
                continue;
            }

            int device = TensorShape.AxisToDevice(op.Inputs[0], axis);
            switch (device)
            {
                case 0:
                    lowered.PadTop = before;
                    break;
                case 1:
                    lowered.PadLeft = before;
                    break;
                case 2:
                    lowered.PadFront = before;
                    break;
                default:
                    throw new EdgeException(DiagnosticId.UnsupportedShape, op.Location, "it pads the batch", "export the model for a batch of 1");
            }
        }

        int real = (int)Math.Clamp(MathF.Round(attributes.Value / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint, 0, 255);
        lowered.PadValue = attributes.QuantizedValue is int value ? value + 128 : real;
        context.Add(lowered);
    }

    private static void LowerTranspose(LoweringContext context, Operator op, DeviceTensor input)
    {
        int[] permutation = ((TransposeAttributes)op.Attributes!).Permutation;
        if (TensorShape.IsMerged(op.Inputs[0]) || TensorShape.IsMerged(op.Output))
        {
            MergedTranspose.Lower(context, op, input);
            return;
        }

        int[] device = [0, 1, 2];
        for (int i = 0; i < permutation.Length; i++)
        {
            int to = TensorShape.AxisToDevice(op.Output, i);
            int from = TensorShape.AxisToDevice(op.Inputs[0], permutation[i]);
            if (to < 0 || from < 0)
            {
                if (to != from && op.Inputs[0].Shape[permutation[i]] != 1)
                {
                    throw new EdgeException(DiagnosticId.UnsupportedShape, op.Location, "it moves the batch", "export the model for a batch of 1");
                }

                continue;
            }

            device[to] = from;
        }

        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Transpose, [input], context.Declare(op.Output));
        lowered.Permutation = device[0] + (3 * device[1]) + (9 * device[2]);
        context.Add(lowered);
    }

    private static void LowerConcat(LoweringContext context, Operator op)
    {
        var attributes = (ConcatAttributes)op.Attributes!;
        bool isOuterPart = attributes.Axis == TensorShape.First(op.Output.Shape) + 1; // of several dimensions that are the width
        int axis = TensorShape.AxisToDevice(op.Output, attributes.Axis, isOuterPart);
        if (axis < 0)
        {
            throw new EdgeException(DiagnosticId.UnsupportedShape, op.Location, "it concatenates the batch", "export the model for a batch of 1");
        }

        QuantizationParameters result = LoweringContext.Quantization(op.Output);
        DeviceTensor[] inputs = [.. op.Inputs.Select(tensor => Requantized(context, op, context.Get(tensor), result))];
        while (inputs.Length > BlobFormat.MaxInputs)
        {
            inputs = [.. inputs.Chunk(BlobFormat.MaxInputs).Select((parts, i) => parts.Length == 1 ? parts[0] : Joined(context, op, parts, axis, $"part{i}"))];
        }

        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Concat, inputs, context.Declare(op.Output));
        lowered.ConcatAxis = axis;
        context.Add(lowered);
    }

    /// <summary>Some of the inputs of a concatenation that has more of them than a device operator.</summary>
    private static DeviceTensor Joined(LoweringContext context, Operator op, DeviceTensor[] parts, int axis, string suffix)
    {
        int[] shape = [parts[0].Height, parts[0].Width, parts[0].Channels];
        shape[axis] = parts.Sum(part => axis == 0 ? part.Height : axis == 1 ? part.Width : part.Channels);
        var joined = new DeviceTensor($"{parts[0].Name}/{suffix}", shape[0], shape[1], shape[2], parts[0].Scale, parts[0].ZeroPoint);
        context.Add(new DeviceOperator(OpCode.Concat, $"{op.Name}/{suffix}", parts, joined) { Location = op.Location, KindName = "Concat", ConcatAxis = axis });
        return joined;
    }

    /// <summary>The tensor at another scale; itself when that is its own.</summary>
    public static DeviceTensor Requantized(LoweringContext context, Operator op, DeviceTensor tensor, QuantizationParameters to)
    {
        return HasScale(tensor, to) ? tensor : TableLowering.Requantize(context, op, tensor, to);
    }

    /// <summary>Whether the tensor is quantized like that.</summary>
    public static bool HasScale(DeviceTensor tensor, QuantizationParameters quantization)
    {
        return tensor.Scale == quantization.Scale && tensor.ZeroPoint == quantization.ZeroPoint + 128;
    }

    /// <summary>Index maps as TFLite's resize_nearest_neighbor.h computes them, in float32 (tflite-micro 90b983c).</summary>
    private static void LowerResize(LoweringContext context, Operator op, DeviceTensor input)
    {
        var attributes = (ResizeAttributes)op.Attributes!;
        DeviceTensor output = context.Declare(op.Output);
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Resize, [input], output);
        lowered.IndexMaps =
        [
            .. Enumerable.Range(0, output.Height).Select(y => NearestIndex(y, input.Height, output.Height, attributes)),
            .. Enumerable.Range(0, output.Width).Select(x => NearestIndex(x, input.Width, output.Width, attributes)),
        ];
        context.Add(lowered);
    }

    /// <summary>Positions in units of 1 / 1024 as TFLite's resize_bilinear.h computes them, in int32 (tflite-micro 90b983c).</summary>
    private static void LowerBilinear(LoweringContext context, Operator op, DeviceTensor input)
    {
        var attributes = (ResizeAttributes)op.Attributes!;
        DeviceTensor output = context.Declare(op.Output);
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.ResizeBilinear, [input], output);
        int[] rows = [.. Enumerable.Range(0, output.Height).Select(y => BilinearPosition(op, y, input.Height, output.Height, attributes))];
        int[] columns = [.. Enumerable.Range(0, output.Width).Select(x => BilinearPosition(op, x, input.Width, output.Width, attributes))];
        lowered.IndexMaps =
        [
            .. rows.Select(position => position >> 10), .. columns.Select(position => position >> 10),
            .. rows.Select(position => position & 1023), .. columns.Select(position => position & 1023),
        ];
        context.Add(lowered);
    }

    /// <summary>Where two neighbours are the same pixel, at the sides of the image, the fraction between them has no effect and is 0.</summary>
    private static int BilinearPosition(Operator op, int index, int inputSize, int outputSize, ResizeAttributes attributes)
    {
        int scale = attributes.AlignCorners && outputSize > 1
            ? (((inputSize - 1) << 10) + ((outputSize - 1) / 2)) / (outputSize - 1)
            : ((inputSize << 10) + (outputSize / 2)) / outputSize;
        long position = ((long)index * scale) + (attributes.HalfPixelCenters ? (scale / 2) - 512 : 0);
        int last = (inputSize - 1) << 10;
        if (position >= last + 1024)
        {
            throw new EdgeException(DiagnosticId.UnsupportedShape, op.Location, $"it resizes {inputSize} to {outputSize} pixels, which reads beyond the image", "resize by less");
        }

        return (int)Math.Clamp(position, 0, last);
    }

    private static int NearestIndex(int index, int inputSize, int outputSize, ResizeAttributes attributes)
    {
        float scale = attributes.AlignCorners && outputSize > 1
            ? (inputSize - 1) / (float)(outputSize - 1)
            : inputSize / (float)outputSize;
        float offset = attributes.HalfPixelCenters ? 0.5f : 0f;
        float position = (index + offset) * scale;
        int nearest = attributes.AlignCorners
            ? (int)MathF.Round(position, MidpointRounding.AwayFromZero)
            : (int)MathF.Floor(position);
        nearest = Math.Min(nearest, inputSize - 1);
        return attributes.HalfPixelCenters ? Math.Max(0, nearest) : nearest;
    }
}
