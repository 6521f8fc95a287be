using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>The shapes that were tried; README.md shows what came of each.</summary>
internal static class ShapeCatalog
{
    private const float PixelScale = 1 / 127.5f;

    // stem kernel/stride/channels | blocks kernel.stride.expanded.output.squeeze.activation | head convolution[/hidden]
    private static readonly Dictionary<string, string> s_shapes = new()
    {
        ["balanced"] = "3/2/16 | 3.1.32.16.8.relu 5.2.56.24.16.hswish 5.1.72.24.20.hswish 5.1.72.24.20.hswish 5.2.88.40.24.hswish 3.1.160.40.40.hswish | 128",
        ["balanced-plain"] = "3/2/16 | 3.1.32.16.0.relu 5.2.56.24.0.relu 5.1.72.24.0.relu 5.1.72.24.0.relu 5.2.88.40.0.relu 3.1.160.40.0.relu | 128",
        ["fine-stem"] = "3/1/8 | 3.2.24.16.0.relu 3.1.32.16.8.relu 5.2.56.24.16.hswish 5.1.72.24.20.hswish 5.1.72.24.20.hswish 5.2.88.40.24.hswish | 128",
        ["deep"] = "3/2/12 | 3.1.24.12.8.relu 3.1.24.12.8.hswish 5.2.48.24.12.hswish 5.1.56.24.16.hswish 5.1.56.24.16.hswish 5.1.56.24.16.hswish 5.2.80.40.20.hswish 3.1.96.40.24.hswish 3.1.96.40.24.hswish | 128",
        ["early"] = "3/2/16 | 3.1.36.16.12.relu 3.1.36.16.12.hswish 5.2.56.28.16.hswish 5.1.80.28.20.hswish 5.1.80.28.20.hswish | 128",
        ["late"] = "3/2/12 | 3.2.36.24.12.hswish 5.1.72.24.20.hswish 5.1.72.24.20.hswish 5.2.96.40.24.hswish 5.1.144.40.36.hswish 5.1.144.40.36.hswish | 128",
        ["light"] = "3/2/12 | 3.1.24.12.8.relu 5.2.40.20.12.hswish 5.1.56.20.16.hswish 5.1.56.20.16.hswish 5.2.72.32.20.hswish | 96",
        ["tiny"] = "3/2/8 | 3.1.16.8.0.relu 5.2.32.16.8.hswish 5.1.40.16.12.hswish 5.2.48.24.12.hswish | 64",
        ["fine-wide"] = "3/1/8 | 3.2.24.16.0.relu 5.2.64.28.16.hswish 5.1.84.28.24.hswish 5.1.84.28.24.hswish 5.2.112.40.28.hswish | 128",
        ["fine-early"] = "3/1/8 | 3.2.24.16.8.hswish 3.1.32.16.8.hswish 5.2.56.28.16.hswish 5.1.76.28.20.hswish 5.1.76.28.20.hswish | 112",
        ["fine-shallow"] = "3/1/8 | 3.2.24.16.0.relu 5.2.64.32.16.hswish 5.1.80.32.20.hswish 5.1.80.32.20.hswish | 112",
    };

    /// <summary>Names of the shapes.</summary>
    public static IEnumerable<string> Names => s_shapes.Keys;

    /// <summary>The shape of this name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static NetworkShape Get(string name)
    {
        return s_shapes.TryGetValue(name, out string? text)
            ? Parse(name, text)
            : throw new FormatException($"'{name}' is not a shape; there are {string.Join(", ", Names)}");
    }

    private static NetworkShape Parse(string name, string text)
    {
        string[] parts = text.Split('|', StringSplitOptions.TrimEntries);
        int[] stem = Numbers(parts[0], '/');
        int[] head = Numbers(parts[2], '/');
        return new NetworkShape
        {
            Name = "meter-digits-" + name,
            Input = new InputShape
            {
                Height = 32,
                Width = 20,
                Channels = 3,
                Scale = new[] { PixelScale, PixelScale, PixelScale },
                Offset = new[] { -1f, -1f, -1f },
            },
            Classes = Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture)).Append("NaN").ToArray(),
            Stem = new StemShape { Kernel = stem[0], Stride = stem[1], Output = stem[2], Activation = "hswish" },
            Blocks = parts[1].Split(' ').Select(Block).ToArray(),
            Head = new HeadShape { Convolution = head[0], Hidden = head.Length > 1 ? head[1] : 0, Activation = "hswish" },
        };
    }

    private static BlockShape Block(string text)
    {
        string[] fields = text.Split('.');
        int[] numbers = Numbers(string.Join('.', fields[..5]), '.');
        return new BlockShape
        {
            Kernel = numbers[0],
            Stride = numbers[1],
            Expanded = numbers[2],
            Output = numbers[3],
            Squeeze = numbers[4],
            Activation = fields[5],
        };
    }

    private static int[] Numbers(string text, char separator)
    {
        return text.Split(separator).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
    }
}
