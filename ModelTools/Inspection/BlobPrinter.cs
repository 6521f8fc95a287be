using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Inspection;

/// <summary>Prints a <see cref="BlobDescription"/> as text or JSON. The text is stable: tests compare it.</summary>
internal static class BlobPrinter
{
    /// <summary>Prints text.</summary>
    public static void Print(BlobDescription blob, TextWriter writer)
    {
        writer.WriteLine($"{OneLine.Of(blob.Name)}: .edge8 blob, {blob.BlobBytes} bytes, {blob.Rounding.ToString().ToLowerInvariant()} rounding");
        writer.WriteLine($"  MACs {blob.Macs}, weights {blob.WeightBytes} bytes, groups {blob.Groups.Count}");
        writer.WriteLine($"  peak SRAM {blob.PeakSramBytes} bytes: banks {blob.BankBytes.Sum()}{(blob.WindowBytes > 0 ? $", window {blob.WindowBytes}" : string.Empty)}, kernel scratch {blob.KernelScratchBytes}, "
            + $"parameters and sums {4 * (blob.ParameterInts + blob.AccumulatorInts)}, program piece {BlobFormat.ProgramPieceBytes} of {blob.ProgramBytes}, log {16 * blob.Groups.Count}");
        PrintTensor(writer, "input", blob.Input);
        for (int i = 0; i < blob.Input.PartCount; i++)
        {
            PrintTensor(writer, "part", blob.Input.GetPart(i));
        }

        foreach (TensorInfo output in blob.Outputs)
        {
            PrintTensor(writer, "output", output);
        }

        if (blob.Labels.Count > 0)
        {
            writer.WriteLine($"  labels {OneLine.Of(string.Join(", ", blob.Labels.Take(20)))}{(blob.Labels.Count > 20 ? ", ..." : string.Empty)}");
        }

        foreach (GroupDescription group in blob.Groups)
        {
            writer.WriteLine($"group {group.Index}: {group.Macs} MACs{(group.WindowBytes > 0 ? $", window {group.WindowBytes} bytes at {group.WindowPlace}" : string.Empty)}");
            foreach (StageDescription stage in group.Stages)
            {
                string number = stage.OperatorId < 0 ? "-" : stage.OperatorId.ToString(CultureInfo.InvariantCulture);
                writer.WriteLine($"  {number,4} {stage.Kind,-16} {stage.Shape,-12} step {stage.RowStep,-3} {stage.Detail} {stage.Weights} {OneLine.Of(stage.Name)}".TrimEnd());
            }

            foreach (BufferDescription buffer in group.Buffers)
            {
                writer.WriteLine($"       {buffer.Shape,-12} ring {buffer.RingRows,-4} {buffer.Bytes,6} bytes at {buffer.Place}{(buffer.IsKept ? " kept" : string.Empty)}"
                    + $"  scale {buffer.Scale:g6} zero {buffer.ZeroPoint}  {OneLine.Of(buffer.Tensor)}");
            }
        }
    }

    /// <summary>Prints JSON; scripts rely on macs, weightBytes, blobBytes, peakSramBytes and groups.</summary>
    public static string ToJson(BlobDescription blob)
    {
        var root = new
        {
            name = blob.Name,
            rounding = blob.Rounding.ToString().ToLowerInvariant(),
            macs = blob.Macs,
            weightBytes = blob.WeightBytes,
            blobBytes = blob.BlobBytes,
            peakSramBytes = blob.PeakSramBytes,
            bankBytes = blob.BankBytes,
            input = Tensor(blob.Input),
            outputs = blob.Outputs.Select(Tensor),
            labels = blob.Labels,
            groups = blob.Groups.Select(group => new
            {
                macs = group.Macs,
                windowBytes = blob.WindowBytes + group.WindowBytes,
                stages = group.Stages.Select(stage => new
                {
                    id = stage.OperatorId,
                    kind = stage.Kind,
                    name = stage.Name,
                    shape = stage.Shape,
                    detail = stage.Detail,
                    weights = stage.Weights,
                    rowStep = stage.RowStep,
                    macs = stage.Macs,
                }),
                buffers = group.Buffers.Select(buffer => new
                {
                    tensor = buffer.Tensor,
                    shape = buffer.Shape,
                    scale = buffer.Scale,
                    zeroPoint = buffer.ZeroPoint,
                    ringRows = buffer.RingRows,
                    bytes = buffer.Bytes,
                    place = buffer.Place,
                    isKept = buffer.IsKept,
                }),
            }),
        };
        return JsonSerializer.Serialize(root, JsonOutput.Options);
    }

    private static object Tensor(TensorInfo info)
    {
        return new
        {
            name = info.Name,
            shape = new[] { info.Height, info.Width, info.Channels },
            sourceShape = info.SourceShape,
            scale = info.Scale,
            zeroPoint = info.ZeroPoint,
            isBlueFirst = info.IsBlueFirst,
        };
    }

    private static void PrintTensor(TextWriter writer, string role, TensorInfo info)
    {
        string type = info.SourceType switch { 0 => "float32", 1 => "int8", _ => "uint8" };
        writer.WriteLine($"  {role} {info.Name}: {info.Height}x{info.Width}x{info.Channels} int8, scale {info.Scale:g6}, zero {info.ZeroPoint}; "
            + $"in the source {type} {string.Join("x", info.SourceShape)}{(info.IsChannelsFirst ? " channels first" : string.Empty)}");
        if (info.PixelScale is not null)
        {
            writer.WriteLine($"    real = pixel * [{string.Join(", ", info.PixelScale.Select(value => $"{value:g6}"))}] + [{string.Join(", ", info.PixelOffset.Select(value => $"{value:g6}"))}]");
        }

        if (info.IsBlueFirst)
        {
            writer.WriteLine("    takes blue first; red and blue of pictures, pixels and arrays are exchanged");
        }
    }
}
