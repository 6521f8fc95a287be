using System.Text;

namespace Edge.ModelTools.Diagnostics;

/// <summary>
/// Text of others (names in models, paths, messages of the system) as it may stand in one line on a terminal: line ends and
/// tabs become a space, everything that would steer the terminal or turn the direction of reading becomes "?".
/// </summary>
internal static class OneLine
{
    /// <summary>The text in one line.</summary>
    public static string Of(string text)
    {
        if (!NeedsChange(text))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        bool isBreak = false;
        foreach (char character in text)
        {
            if (IsBreak(character))
            {
                // A line end and the indentation after it are one space.
                isBreak = true;
                continue;
            }

            if (isBreak)
            {
                if (character == ' ')
                {
                    continue;
                }

                line.Append(line.Length > 0 ? " " : string.Empty);
                isBreak = false;
            }

            line.Append(IsHarmful(character) ? '?' : character);
        }

        return line.ToString();
    }

    /// <summary>Whether a character steers the terminal; line ends and tabs are no exception.</summary>
    public static bool IsHarmful(char character)
    {
        return char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
    }

    private static bool IsBreak(char character)
    {
        return character is '\n' or '\r' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';
    }

    private static bool NeedsChange(string text)
    {
        foreach (char character in text)
        {
            if (IsHarmful(character))
            {
                return true;
            }
        }

        return false;
    }
}
