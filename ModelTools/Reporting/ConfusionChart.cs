using System.Linq;
using System;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>A confusion matrix: rows are labels, columns predictions, darker is more of the label's samples.</summary>
internal static class ConfusionChart
{
    /// <summary>Classes from which on it is too large to read.</summary>
    public const int MaxClasses = 24;

    private const int Cell = 30;
    private const int Left = 120;
    private const int Top = 70;

    /// <summary>Draws a matrix.</summary>
    public static string Draw(int[][] confusion, string[] classNames)
    {
        int classes = confusion.Length;
        string[] names = classNames.Length == classes ? classNames : [.. Enumerable.Range(0, classes).Select(c => $"{c}")];
        var svg = new SvgDrawing(Left + (classes * Cell) + 20, Top + (classes * Cell) + 10, "Confusion matrix: rows are labels, columns predictions");
        svg.Text(Left, 16, "predicted", "faint");
        for (int label = 0; label < classes; label++)
        {
            int samples = Math.Max(1, confusion[label].Sum());
            double y = Top + (label * Cell);
            svg.Text(Left - 6, y + 19, ShortName.Of(names[label], 16), string.Empty, "end");
            svg.Text(Left + (label * Cell) + 14, Top - 8 - (label % 2 * 14), ShortName.Of(names[label], 9), string.Empty, "middle");
            for (int predicted = 0; predicted < classes; predicted++)
            {
                int count = confusion[label][predicted];
                double share = (double)count / samples;
                string style = share switch { 0 => "heat0", < 0.02 => "heat1", < 0.1 => "heat2", < 0.5 => "heat3", _ => "heat4" };
                double x = Left + (predicted * Cell);
                svg.Rectangle(x, y, Cell - 2, Cell - 2, style, $"{names[label]} taken for {names[predicted]}: {count} of {confusion[label].Sum()}");
                if (count > 0)
                {
                    svg.Text(x + 14, y + 18, $"{count}", style is "heat3" or "heat4" ? "inside" : string.Empty, "middle");
                }
            }
        }

        return svg.ToString();
    }
}
