using System.Globalization;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Training;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>What the log of a training says of one pass.</summary>
internal static class PassLog
{
    private const int Fields = 7;

    /// <summary>Part of the validation crops that was right after a pass; null when the log has no whole line of it yet.</summary>
    public static double? Accuracy(string folder, int pass)
    {
        string file = Path.Combine(folder, TrainingRun.Log);
        if (!File.Exists(file))
        {
            return null;
        }
        string text = File.ReadAllText(file);
        // What stands behind the last end of line was being written when the run was interrupted.
        string[]? line = text[..(text.LastIndexOf('\n') + 1)].Split('\n')
            .Select(row => row.Split(','))
            .LastOrDefault(fields => fields.Length == Fields && fields[0] == pass.ToString(CultureInfo.InvariantCulture));
        return line == null ? null : double.Parse(line[4], CultureInfo.InvariantCulture);
    }
}
