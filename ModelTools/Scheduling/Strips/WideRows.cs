using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>
/// Rows between the operators of a network that are longer than an array of the device: what makes and reads them runs in strips of columns,
/// from one tensor with shorter rows to the next.
/// </summary>
internal static class WideRows
{
    private const int FavouredRowBytes = 8192; // a 3 x 3 kernel holds three of them

    /// <summary>Rewrites a program without such rows; the same program where there are none, or where strips do not help.</summary>
    /// <param name="program">A lowered program.</param>
    /// <param name="canReadInputAgain">Whether the network's input can be delivered once for each strip.</param>
    public static DeviceProgram Split(DeviceProgram program, bool canReadInputAgain)
    {
        var ranges = new List<StripRange>();
        int next = 0;
        while (program.Operators.FindIndex(next, op => IsWide(op.Output)) is var wide and >= 0)
        {
            if (Around(program, wide, next) is not { } range)
            {
                return program;
            }

            ranges.Add(range);
            next = range.End;
        }

        return ranges.Count == 0 ? program : StripProgram.Build(program, ranges, canReadInputAgain).Program;
    }

    /// <summary>The fewest operators behind <paramref name="least"/> that make a wide row and all that is wide with it, in strips.</summary>
    private static StripRange? Around(DeviceProgram program, int wide, int least)
    {
        int first = wide;
        int end = wide + 1;
        while (first >= least && end <= program.Operators.Count)
        {
            List<DeviceOperator> inside = program.Operators[first..end];
            int lastReader = program.Operators.FindLastIndex(op => op.Inputs.Exists(input => input != inside[^1].Output && inside.Exists(made => made.Output == input)));
            DeviceOperator? wideBefore = program.Operators[..first].FindLast(op => IsWide(op.Output) && inside.Exists(reader => reader.Inputs.Contains(op.Output)));
            if (wideBefore is not null)
            {
                first = program.Operators.IndexOf(wideBefore);
            }
            else if (IsWide(inside[^1].Output))
            {
                end++;
            }
            else if (lastReader >= end)
            {
                end = lastReader + 1;
            }
            else
            {
                return WithStrips(program, first, end);
            }
        }

        return null;
    }

    private static StripRange? WithStrips(DeviceProgram program, int first, int end)
    {
        StripRange? fewest = null;
        for (int count = 2; count <= BlobFormat.MaxInputs; count++)
        {
            var range = new StripRange(first, end, count);
            if (!StripColumns.CanRun(program, range))
            {
                break; // nor in more strips
            }

            long row = LongestRow(program, range);
            fewest = row <= BlobFormat.MaxArrayBytes ? range : fewest;
            if (row <= FavouredRowBytes)
            {
                break;
            }
        }

        return fewest;
    }

    private static long LongestRow(DeviceProgram program, StripRange range)
    {
        return Enumerable.Range(0, range.Count).Max(strip =>
        {
            StripColumns columns = StripColumns.Find(program, range, strip)!;
            return program.Operators[range.First..range.End].Max(op => columns.Of(op.Output).Width * (long)op.Output.Channels);
        });
    }

    private static bool IsWide(DeviceTensor tensor) => tensor.RowBytes > BlobFormat.MaxArrayBytes;
}
