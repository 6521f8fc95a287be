using System.IO;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>Writes a text file whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Replaces the file.</summary>
    public static void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
