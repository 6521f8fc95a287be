using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>The shapes that were tried; README.md shows what came of each.</summary>
internal static class ShapeCatalog
{
    // [input height x width x channels |] stem kernel/stride/channels[/activation] | blocks [f or c]kernel.stride.expanded.output.squeeze.activation | head convolution[/hidden[/activation[/flat]]]; f: fused, c: dense convolution
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

    /// <summary>The shape of this name, or the one that this text describes.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static NetworkShape Get(string name)
    {
        if (s_shapes.TryGetValue(name, out string? text))
        {
            return Parse(name, text);
        }
        return name.Contains('|')
            ? Parse("found", name)
            : throw new FormatException($"'{name}' is not a shape; there are {string.Join(", ", Names)}");
    }

    private static NetworkShape Parse(string name, string text)
    {
        try
        {
            string[] parts = text.Split('|', StringSplitOptions.TrimEntries);
            InputShape input = parts.Length == 4 ? InputShape.Parse(parts[0]) : InputShape.Of(32, 20, 3);
            string[] stem = parts[^3].Split('/');
            string[] head = parts[^1].Split('/');
            return new NetworkShape
            {
                Name = "meter-digits-" + name,
                Input = input,
                Classes = Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture)).Append("NaN").ToArray(),
                Stem = new StemShape { Kernel = Number(stem[0]), Stride = Number(stem[1]), Output = Number(stem[2]), Activation = stem.Length > 3 ? stem[3] : "hswish" },
                Blocks = parts[^2].Split(' ').Select(Block).ToArray(),
                Head = new HeadShape { Convolution = Number(head[0]), Hidden = head.Length > 1 ? Number(head[1]) : 0, Activation = head.Length > 2 ? head[2] : "hswish", IsFlat = head.Length > 3 && head[3] == "flat" },
            };
        }
        catch (Exception error) when (error is IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException($"'{text}' is not a shape; one is 32x20x1 | 3/2/12/relu | f3.1.36.18.0.relu 5.2.48.24.0.relu | 64/0/relu", error);
        }
    }

    private static BlockShape Block(string text)
    {
        BlockKind kind = text[0] switch
        {
            'f' => BlockKind.Fused,
            'c' => BlockKind.Dense,
            _ => BlockKind.MBConv,
        };
        string[] fields = (kind == BlockKind.MBConv ? text : text[1..]).Split('.');
        return new BlockShape
        {
            Kind = kind,
            Kernel = Number(fields[0]),
            Stride = Number(fields[1]),
            Expanded = Number(fields[2]),
            Output = Number(fields[3]),
            Squeeze = Number(fields[4]),
            Activation = fields[5],
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
