using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Evaluation;

/// <summary>A confusion matrix as text: a row for each class that occurs, what its samples were taken for, and the share that was right.</summary>
internal static class ConfusionText
{
    private const int LongestName = 16; // characters; a column for each class has to stay a column

    /// <summary>Prints a matrix.</summary>
    /// <param name="confusion">[label][prediction].</param>
    /// <param name="classNames">Names, or empty for numbers.</param>
    /// <param name="output">Receives the text.</param>
    public static void Print(int[][] confusion, string[] classNames, TextWriter output)
    {
        string[] names = classNames.Length != 0 ? [.. classNames.Select(name => ShortName.Of(OneLine.Of(name), LongestName))] : [.. Enumerable.Range(0, confusion.Length).Select(label => $"{label}")];
        int width = Math.Max(5, names.Max(name => name.Length) + 1);
        output.WriteLine("rows: label, columns: prediction");
        output.WriteLine(new string(' ', width) + string.Concat(names.Select(name => name.PadLeft(width))));
        for (int label = 0; label < confusion.Length; label++)
        {
            int[] row = confusion[label];
            int count = row.Sum();
            if (count != 0)
            {
                output.WriteLine(names[label].PadLeft(width) + string.Concat(row.Select(times => $"{times}".PadLeft(width))) + FormattableString.Invariant($"  {100.0 * row[label] / count:0.0} %"));
            }
        }
    }
}
