using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Meters;

/// <summary>Writes rendered counters: a picture and a list of boxes for each, and <c>expected.json</c> with what is to be read.</summary>
internal static class MeterFolder
{
    /// <summary>Seed of the pictures in the repository.</summary>
    public const ulong DefaultSeed = 8;

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes every case; the folder is made if missing, files of the same names are replaced.</summary>
    public static void Write(string folder, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var expected = new List<object>();
        foreach (MeterCase meter in MeterCases.All)
        {
            var face = new MeterFace(meter, seed);
            using (SKBitmap frame = face.Render())
            using (SKData data = frame.Encode(SKEncodedImageFormat.Png, 100))
            {
                File.WriteAllBytes(Path.Combine(folder, meter.Name + ".png"), data.ToArray());
            }
            DigitBox[] boxes = face.Boxes();
            File.WriteAllText(Path.Combine(folder, meter.Name + ".boxes.json"), BoxesFile(meter, boxes));
            expected.Add(new
            {
                Image = meter.Name + ".png",
                Boxes = meter.Name + ".boxes.json",
                meter.What,
                Shown = string.Join(' ', face.Shown()),
                Reading = WithPoint(meter.Digits, meter.Decimals),
                Previous = WithPoint(meter.Previous, meter.Decimals),
                meter.Outcome,
            });
        }
        File.WriteAllText(Path.Combine(folder, "expected.json"), JsonSerializer.Serialize(expected, s_json) + "\n");
    }

    // One box to a line, so that people can move them by hand.
    private static string BoxesFile(MeterCase meter, DigitBox[] boxes)
    {
        string lines = string.Join(",\n", boxes.Select(box => $"    {{ \"x\": {box.X}, \"y\": {box.Y}, \"width\": {box.Width}, \"height\": {box.Height} }}"));
        return $"{{\n  \"width\": {MeterFace.Width},\n  \"height\": {MeterFace.Height},\n  \"decimals\": {meter.Decimals},\n  \"boxes\": [\n{lines}\n  ]\n}}\n";
    }

    private static string WithPoint(string digits, int decimals)
    {
        return decimals == 0 ? digits : digits[..^decimals] + "." + digits[^decimals..];
    }
}
