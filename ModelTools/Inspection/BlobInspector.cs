using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Inspection;

/// <summary>Decodes a blob with the runtime's own decoder and describes it.</summary>
internal static class BlobInspector
{
    private static readonly string[] s_opNames =
    [
        "Input", "Constant", "Conv2D", "DepthwiseConv2D", "Add", "Mul", "AveragePool", "MaxPool", "Mean",
        "Pad", "Reshape", "Transpose", "Softmax", "Table", "PRelu", "Concat", "Resize", "Output",
    ];

    /// <summary>Describes a loaded model.</summary>
    /// <param name="path">Path of the blob, for messages; null takes the model's name.</param>
    public static BlobDescription Describe(Int8Model model, byte[] blob, string? path = null)
    {
        BlobInfo info = BlobInfo.Read(model, blob, path);
        BlobSections sections = model.Sections;
        int programBytes = sections.Size(BlobFormat.SectionProgram);
        byte[] program = blob.AsSpan(sections.Offset(BlobFormat.SectionProgram), programBytes).ToArray();
        var cursor = new ByteCursor(program, programBytes, sections.Offset(BlobFormat.SectionProgram));
        var header = new ProgramHeader(cursor);
        var decoder = new GroupDecoder(cursor, header, sections.Offset(BlobFormat.SectionWeights));
        var description = new BlobDescription
        {
            Name = model.Name,
            Rounding = model.Rounding,
            Input = model.Input,
            Outputs = [.. Enumerable.Range(0, model.OutputCount).Select(model.GetOutput)],
            Labels = BlobLabels.Read(model, blob),
            BlobBytes = model.BlobBytes,
            PeakSramBytes = model.PeakSramBytes,
            ProgramBytes = programBytes,
            BankBytes = header.BankBytes,
            WindowBytes = header.WindowBytes,
            KernelScratchBytes = (8 * header.LaneLongs) + header.ScratchBytes,
            ParameterInts = header.ParameterInts,
            AccumulatorInts = header.AccumulatorInts,
        };

        var counted = new HashSet<int>();
        var stored = new HashSet<int>();
        var weights = new SortedDictionary<string, int>(StringComparer.Ordinal);
        decoder.Rewind();
        for (int g = 0; g < header.GroupCount; g++)
        {
            decoder.DecodeNext();
            var tables = new HashSet<(int Bank, int Offset)>();
            StageDescription[] stages = [.. decoder.Stages.Take(decoder.StageCount).Select(stage => DescribeStage(stage, info, stage.HasTable && tables.Add((stage.TableBank, stage.TableOffset))))];
            BufferDescription[] buffers = [.. decoder.Buffers.Take(decoder.BufferCount).Select(buffer => DescribeBuffer(buffer, buffer.AliasOf < 0 ? null : decoder.Buffers[buffer.AliasOf], info))];
            var group = new GroupDescription(g, stages.Sum(stage => stage.Macs), stages, buffers, decoder.WindowBank < 0 ? 0 : decoder.WindowBytes, $"{decoder.WindowBank}:{decoder.WindowOffset}");
            description.Groups.Add(group);
            description.Macs += group.Macs;
            foreach (Stage stage in decoder.Stages.Take(decoder.StageCount))
            {
                // Strips of an operator have numbers of their own, and its weights.
                bool isCounted = stage.TapsPerChannel == 0 || (!counted.Add(stage.OperatorId) | !stored.Add(stage.WeightPosition));
                if (!isCounted)
                {
                    int bytes = stage.TapsPerChannel * stage.Output.Channels;
                    string kind = info.OperatorKind(stage.OperatorId);
                    weights[kind] = weights.GetValueOrDefault(kind) + bytes;
                    description.WeightBytes += bytes;
                }
            }
        }

        description.Flash = DescribeFlash(sections, model.BlobBytes, weights);
        return description;
    }

    private static List<FlashPart> DescribeFlash(BlobSections sections, int blobBytes, SortedDictionary<string, int> weights)
    {
        int rest = sections.Size(BlobFormat.SectionWeights) - weights.Values.Sum();
        List<FlashPart> parts =
        [
            new("input and output", sections.Size(BlobFormat.SectionInterface)),
            new("program", sections.Size(BlobFormat.SectionProgram)),
            .. weights.Select(kind => new FlashPart($"weights of {kind.Key}", kind.Value)),
            new("biases, multipliers, tables, constants", rest),
            new("labels", sections.Size(BlobFormat.SectionLabels)),
            new("names and recipe", sections.Size(BlobFormat.SectionInfo)),
            new("self-test", sections.Size(BlobFormat.SectionSelfTest)),
        ];
        parts.Insert(0, new FlashPart("header", blobBytes - parts.Sum(part => part.Bytes)));
        return [.. parts.Where(part => part.Bytes > 0)];
    }

    /// <param name="stage">The stage.</param>
    /// <param name="info">Names.</param>
    /// <param name="hasOwnTable">Whether no earlier stage of the group has the table in the same place.</param>
    private static StageDescription DescribeStage(Stage stage, BlobInfo info, bool hasOwnTable)
    {
        bool isOperator = stage.OpCode is not (OpCode.Input or OpCode.Constant or OpCode.Output);
        RowBuffer output = stage.Output;
        long macs = (long)output.Height * output.RowBytes * stage.TapsPerChannel;
        string weights = stage.TapsPerChannel == 0 ? string.Empty
            : stage.IsStreamed ? $"streamed by {stage.BlockChannels} channels" : "resident";
        bool isResident = stage.TapsPerChannel > 0 && !stage.IsStreamed;
        return new StageDescription(
            isOperator ? stage.OperatorId : -1,
            isOperator ? info.OperatorKind(stage.OperatorId) : s_opNames[stage.OpCode],
            isOperator ? info.OperatorName(stage.OperatorId) : info.TensorName(output.TensorId),
            Shape(output),
            Detail(stage),
            weights,
            stage.RowStep,
            macs,
            isResident ? stage.TapsPerChannel * output.Channels : 0,
            isResident ? $"{stage.ResidentBank}:{stage.ResidentOffset}" : string.Empty,
            hasOwnTable ? BlobFormat.TableEntries : 0,
            hasOwnTable ? $"{stage.TableBank}:{stage.TableOffset}" : string.Empty);
    }

    private static string Detail(Stage stage)
    {
        var parts = new List<string>();
        switch (stage.OpCode)
        {
            case OpCode.Conv2D:
            case OpCode.DepthwiseConv2D:
            case OpCode.AveragePool:
            case OpCode.MaxPool:
                parts.Add($"k{stage.KernelH}x{stage.KernelW}");
                parts.Add($"s{stage.StrideH}x{stage.StrideW}");
                parts.Add($"p{stage.PadTop},{stage.PadLeft}");
                if (stage.TapsPerChannel > 0 && stage.Groups > 1)
                {
                    parts.Add($"groups {stage.Groups}");
                }

                if (stage.TapsPerChannel > 0 && stage.ChannelMultiplier > 1)
                {
                    parts.Add($"multiplier {stage.ChannelMultiplier}");
                }

                if (stage.SkipsZeros)
                {
                    parts.Add("skips zeros");
                }

                if (stage.HasPowersOfTwo)
                {
                    parts.Add("powers of two");
                }

                break;
            case OpCode.Mean:
                parts.Add("over " + string.Concat((stage.ReducedAxes & 1) != 0 ? "H" : "", (stage.ReducedAxes & 2) != 0 ? "W" : "", (stage.ReducedAxes & 4) != 0 ? "C" : ""));
                break;
            case OpCode.Pad:
                parts.Add($"p{stage.PadTop},{stage.PadLeft},{stage.PadFront} value {stage.PadValue - 128}");
                break;
        }

        bool isClamped = stage.TapsPerChannel > 0 || stage.OpCode is OpCode.Add or OpCode.Mul;
        if (isClamped && (stage.ActivationMin > 0 || stage.ActivationMax < 255))
        {
            parts.Add($"clamp {stage.ActivationMin - 128}..{stage.ActivationMax - 128}");
        }

        if (stage.HasTable)
        {
            parts.Add("table");
        }

        return string.Join(" ", parts);
    }

    private static BufferDescription DescribeBuffer(RowBuffer buffer, RowBuffer? target, BlobInfo info)
    {
        string place = string.Join(" ", Enumerable.Range(0, buffer.BandCount).Select(band => $"{buffer.BandIndexes[band]}:{buffer.BandOffsets[band]}"));
        return new BufferDescription(
            info.TensorName(buffer.TensorId),
            Shape(buffer),
            info.TensorScale(buffer.TensorId),
            buffer.ZeroPoint - 128,
            buffer.RingRows,
            (buffer.RingRows * buffer.RowBytes) - SharedBytes(buffer, target),
            place,
            [.. Enumerable.Range(0, buffer.BandCount).Select(band =>
                new SramBand((buffer.BandIndexes[band] * BlobFormat.MaxArrayBytes) + buffer.BandOffsets[band], BandEnd(buffer, band) - buffer.BandOffsets[band]))],
            buffer.IsKept,
            buffer.IsReady);
    }

    /// <summary>Bytes of a buffer that lie over the one whose memory it takes.</summary>
    private static int SharedBytes(RowBuffer buffer, RowBuffer? target)
    {
        return target is null ? 0 : Enumerable.Range(0, buffer.BandCount).Sum(band => Enumerable.Range(0, target.BandCount)
            .Where(other => buffer.BandIndexes[band] == target.BandIndexes[other])
            .Sum(other => Math.Max(0, Math.Min(BandEnd(buffer, band), BandEnd(target, other)) - Math.Max(buffer.BandOffsets[band], target.BandOffsets[other]))));
    }

    private static int BandEnd(RowBuffer buffer, int band)
    {
        return buffer.BandOffsets[band] + (Math.Min(buffer.BandRows, buffer.RingRows - (band * buffer.BandRows)) * buffer.RowBytes);
    }

    private static string Shape(RowBuffer buffer)
    {
        return $"{buffer.Height}x{buffer.Width}x{buffer.Channels}";
    }
}
