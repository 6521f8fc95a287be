using System;
using System.Globalization;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>labels.csv: a heading, then "index,label" for every sample, in any order; indices from 0.</summary>
internal static class LabelFile
{
    /// <summary>Reads the labels of <paramref name="count"/> samples.</summary>
    /// <exception cref="EdgeException">A line that cannot be parsed, an index out of range or twice, or a sample without a label.</exception>
    public static int[] Read(string path, int count)
    {
        string[] lines = File.ReadAllLines(path);
        int[] labels = new int[count];
        bool[] isSet = new bool[count];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || (i == 0 && !char.IsAsciiDigit(line[0])))
            {
                continue;
            }

            string[] fields = line.Split(',');
            if (fields.Length < 2
                || !int.TryParse(fields[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out int index)
                || !int.TryParse(fields[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out int label))
            {
                throw Invalid($"{path}({i + 1})", $"'{line}' is not index,label");
            }

            if (index < 0 || index >= count || isSet[index])
            {
                throw Invalid($"{path}({i + 1})", $"sample {index} is {(index < 0 || index >= count ? $"outside 0..{count - 1}" : "labelled twice")}");
            }

            labels[index] = label;
            isSet[index] = true;
        }

        int missing = Array.IndexOf(isSet, false);
        return missing < 0 ? labels : throw Invalid(path, $"sample {missing} of {count} has no label");
    }

    private static EdgeException Invalid(string where, string what) =>
        new(DiagnosticId.LabelFileInvalid, where, what, "write one line 'index,label' for every sample");
}
