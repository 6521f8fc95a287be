using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>The columns that the operators of a range make for one strip of the result: those of the strip, and before each window its halo.</summary>
internal sealed class StripColumns
{
    private readonly Dictionary<DeviceTensor, ColumnSpan> _spans;

    private StripColumns(Dictionary<DeviceTensor, ColumnSpan> spans)
    {
        _spans = spans;
    }

    /// <summary>Goes back from the result to what each operator of a range has to make; null where one cannot make a part of its output.</summary>
    /// <param name="program">The program.</param>
    /// <param name="range">Some of its operators.</param>
    /// <param name="strip">Number of the strip.</param>
    public static StripColumns? Find(DeviceProgram program, StripRange range, int strip)
    {
        DeviceTensor result = program.Operators[range.End - 1].Output;
        var spans = new Dictionary<DeviceTensor, ColumnSpan> { [result] = range.Columns(strip, result.Width) };
        for (int i = range.End - 1; i >= range.First; i--)
        {
            DeviceOperator op = program.Operators[i];
            if (op.Output.Width == 1 || op.Inputs.Count == 0 || !spans.TryGetValue(op.Output, out ColumnSpan made))
            {
                return null; // one column for all, the network's input once more, or nobody in the range reads it
            }

            for (int k = 0; k < op.Inputs.Count; k++)
            {
                DeviceTensor input = op.Inputs[k];
                if (made.Needed(op, k) is not { } needed)
                {
                    return null;
                }

                spans[input] = spans.TryGetValue(input, out ColumnSpan others) ? others.With(needed) : needed;
            }
        }

        return new StripColumns(spans);
    }

    /// <summary>Whether a range can run in strips: nothing but its result is read by others, and each strip has a column.</summary>
    public static bool CanRun(DeviceProgram program, StripRange range)
    {
        DeviceTensor result = program.Operators[range.End - 1].Output;
        if (result.Width < range.Count)
        {
            return false;
        }

        HashSet<DeviceTensor> inside = [.. program.Operators[range.First..(range.End - 1)].Select(op => op.Output)];
        bool isPrivate = !program.Outputs.Exists(inside.Contains)
            && program.Operators.Index().All(op => (op.Index >= range.First && op.Index < range.End) || !op.Item.Inputs.Exists(inside.Contains));
        return isPrivate && Enumerable.Range(0, range.Count).All(strip => Find(program, range, strip) is not null);
    }

    /// <summary>Columns of a tensor that the strip makes, or reads.</summary>
    public ColumnSpan Of(DeviceTensor tensor) => _spans[tensor];
}
