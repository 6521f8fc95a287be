using System.Collections.Generic;
using System.Globalization;
using Edge.MeterDigits.Generator;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>
/// Shapes at random, as <see cref="Architecture.ShapeCatalog"/> reads them: input 32x20 or 24x16 of one or three channels, stem
/// of either stride, stages of dense, fused or MBConv blocks, ReLU or hard-swish, with or without squeeze-excite. Two thirds of the widths
/// are multiples of three: so many values fit a 64-bit lane of the packed kernels.
/// </summary>
internal sealed class SearchSpace
{
    private static readonly string[] s_inputs = ["32x20x1", "32x20x3", "24x16x1", "24x16x3"];
    private static readonly int[] s_stems = [6, 9, 12, 8];
    private static readonly int[][] s_threes = [[9, 12, 15, 18], [18, 24, 30, 36], [30, 36, 48, 60]];
    private static readonly int[][] s_fours = [[8, 12, 16], [16, 20, 28], [32, 40, 56]];

    private readonly SampleRandom _random;

    /// <param name="seed">The same seed draws the same shapes in the same order.</param>
    public SearchSpace(int seed)
    {
        _random = new SampleRandom((ulong)seed, 1UL << 50);
    }

    /// <summary>The next shape.</summary>
    public string Draw()
    {
        string input = _random.Pick(s_inputs);
        string late = _random.Chance(0.5f) ? "relu" : "hswish";
        string early = _random.Chance(0.7f) ? "relu" : late;
        bool isLane = _random.Chance(0.66f);
        bool isStrided = _random.Chance(0.6f);
        bool hasSqueeze = _random.Chance(0.35f);
        int channels = _random.Pick(s_stems);
        string stem = $"3/{(isStrided ? 2 : 1)}/{channels}/{early}";
        int stages = (_random.Chance(0.7f) ? 3 : 2) - (isStrided ? 1 : 0);
        var blocks = new List<string>();
        for (int stage = 0; stage < stages; stage++)
        {
            int width = _random.Pick((isLane ? s_threes : s_fours)[stage + (isStrided ? 1 : 0)]);
            int kind = _random.Whole(0, 4);
            int expansion = _random.Whole(2, 5);
            int depth = _random.Whole(1, stage == 0 ? 3 : 4);
            string activation = stage == 0 ? early : late;
            for (int i = 0; i < depth; i++)
            {
                blocks.Add(Block(kind, i == 0 ? 2 : 1, channels, width, expansion, hasSqueeze && stage > 0, activation));
                channels = width;
            }
        }
        string head = _random.Whole(0, 4) switch
        {
            0 => "0/48",
            1 => "0/72",
            2 => "48/0",
            _ => "72/0",
        };
        return $"{input} | {stem} | {string.Join(' ', blocks)} | {head}/{late}";
    }

    private static string Block(int kind, int stride, int input, int output, int expansion, bool hasSqueeze, string activation)
    {
        int expanded = input * expansion;
        string text = kind switch
        {
            0 => $"c3.{stride}.{output}.{output}.0",
            1 => $"f3.{stride}.{input * 2}.{output}.0",
            2 => $"3.{stride}.{expanded}.{output}.{(hasSqueeze ? expanded / 4 : 0)}",
            _ => $"5.{stride}.{expanded}.{output}.{(hasSqueeze ? expanded / 4 : 0)}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{text}.{activation}");
    }
}
