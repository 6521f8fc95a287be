using System.Collections.Generic;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Meters;

/// <summary>Reads <c>boxes.json</c>: where the digits of a meter are, and what they mean (docs/meter-reader.md).</summary>
internal static class BoxesFile
{
    private const float MaxStatedIncrease = 1e12f; // as many digits as a counter may have

    private static readonly JsonErrors s_errors = new(
        DiagnosticId.BoxesInvalid, DiagnosticId.BoxesUnknownField, DiagnosticId.BoxesBadValue, "docs/meter-reader.md");

    /// <summary>Reads a file and checks it with the device's rules.</summary>
    /// <param name="path">JSON file.</param>
    /// <param name="maxIncrease">Overrides the file's largest credible increase, in the meter's unit; null takes the file's.</param>
    /// <exception cref="EdgeException">Missing, not JSON, unknown fields, no boxes, boxes outside the frame or overlapping.</exception>
    public static MeterLayout Read(string path, double? maxIncrease)
    {
        JsonFields root = JsonFields.Open(path, s_errors);
        int width = root.Integer("width", 1, MeterFrame.MaxSize);
        int height = root.Integer("height", 1, MeterFrame.MaxSize);
        var boxes = new List<DigitBox>();
        foreach (JsonFields fields in root.Objects("boxes"))
        {
            boxes.Add(new DigitBox(
                fields.Integer("x", -MeterFrame.MaxSize, MeterFrame.MaxSize),
                fields.Integer("y", -MeterFrame.MaxSize, MeterFrame.MaxSize),
                fields.Integer("width", 1, MeterFrame.MaxSize),
                fields.Integer("height", 1, MeterFrame.MaxSize)));
            fields.RequireNoMore();
        }

        if (boxes.Count is 0 or > MeterLayout.MaxDigits)
        {
            throw root.BadValue("boxes", $"{boxes.Count} boxes are not from 1 to {MeterLayout.MaxDigits}");
        }

        int decimals = root.Integer("decimals", 0, boxes.Count, 0);
        bool isRolling = root.Flag("rolling", true);
        float minConfidence = root.Number("minConfidence", MeterLayout.DefaultMinConfidencePermille / 1000f);
        if (minConfidence is not (>= 0 and <= 1))
        {
            throw root.BadValue("minConfidence", $"{minConfidence} is not from 0 to 1");
        }

        float fileIncrease = root.Number("maxIncrease", 0);
        if (fileIncrease is not (>= 0 and < MaxStatedIncrease))
        {
            throw root.BadValue("maxIncrease", $"{fileIncrease} is not an increase that a counter can show");
        }

        double stated = maxIncrease ?? (double)(decimal)fileIncrease; // by way of decimal, 0.1f is 0.1 again
        root.RequireNoMore();
        double units = stated;
        for (int i = 0; i < decimals; i++)
        {
            units *= 10;
        }

        if (stated < 0 || units > long.MaxValue / 2 || (stated > 0 && units < 1))
        {
            throw root.BadValue("maxIncrease", $"{stated} is not an increase that {decimals} decimals can show");
        }

        var layout = new MeterLayout(width, height, [.. boxes], decimals, isRolling, (int)((minConfidence * 1000) + 0.5f), (long)units);
        if (layout.MaxIncrease >= layout.Range)
        {
            throw root.BadValue("maxIncrease", $"{stated} is more than the counter's {boxes.Count} digits hold");
        }

        Check(path, layout);
        return layout;
    }

    private static void Check(string path, MeterLayout layout)
    {
        FirmwareError error = layout.Check(out int index);
        if (error == FirmwareError.None)
        {
            return;
        }

        DigitBox box = layout.GetBox(index);
        string where = $"{path}: boxes[{index}]";
        string text = $"{box.Width}x{box.Height} at ({box.X}, {box.Y})";
        throw error == MeterError.BoxesOverlap
            ? new EdgeException(DiagnosticId.BoxesOverlap, where, $"{text} overlaps an earlier box", "draw each box round its own digit")
            : new EdgeException(
                DiagnosticId.BoxOutsideFrame,
                where,
                $"{text} is not at least {MeterLayout.MinBoxSize}x{MeterLayout.MinBoxSize} and within the frame of {layout.FrameWidth}x{layout.FrameHeight}",
                "correct the box, or the frame's width and height");
    }
}
