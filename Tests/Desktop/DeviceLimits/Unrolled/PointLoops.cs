using System;
using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The loops of the pointwise micro-kernels over the pixels of a pass: to sums, to sums without inputs that are 0, to results.</summary>
internal static class PointLoops
{
    /// <summary>Indentation of a method's statements.</summary>
    public const string Outer = "            ";

    /// <summary>One level deeper.</summary>
    public const string Inner = "                ";

    /// <summary>Triples of a pass that adds to sums.</summary>
    public const int MostTriples = 8;

    private const string ReadSums = """
                        if (hasSums)
                        {
                            // Of fewer than three triples the next pixel's sums are read, and not used.
                            s0 = lanes[p] + start0;
                            s1 = lanes[p + 1] + start1;
                            s2 = lanes[p + 2] + start2;
                            switch (more)
                            {
                                case 6:
                                    s7 = lanes[p + 7] + start7;
                                    goto case 5;
                                case 5:
                                    s6 = lanes[p + 6] + start6;
                                    goto case 4;
                                case 4:
                                    s5 = lanes[p + 5] + start5;
                                    goto case 3;
                                case 3:
                                    s4 = lanes[p + 4] + start4;
                                    goto case 2;
                                case 2:
                                    s3 = lanes[p + 3] + start3;
                                    break;
                            }

                            p += triples;
                        }

        """;

    /// <summary>First channel of a triple, from the first channel of the pass: the last one comes first, the others have constant places.</summary>
    public static string FirstChannel(int k)
    {
        return k == 0 ? "last" : k == 1 ? "" : $"{3 * (k - 1)}";
    }

    /// <summary>Adds products to sums, or makes them sums.</summary>
    public static string Sums(int width, string assignment, string indent)
    {
        return $"{indent}for (; i < end; i += pixel)\n{indent}{{\n{UnrolledText.Inputs(width, indent + "    ")}"
            + Add(0, indent + "    ") + Switch(indent + "    ", MostTriples, Add) + $"{indent}    p += triples;\n{indent}}}\n";

        string Add(int k, string deeper)
        {
            return $"{deeper}lanes[{UnrolledText.Index("p", k)}] {assignment}\n{deeper}    {UnrolledText.Products(UnrolledText.Letters[k], 'x', width, deeper + "    ")};\n";
        }
    }

    /// <summary>Stores results, without ties and with them, or with powers of two.</summary>
    public static string Results(int width, int triples, bool hasPowersOfTwo)
    {
        string sums = string.Join("; ", Enumerable.Range(0, triples).Select(k => $"s{k} = start{k}"));
        string ties = hasPowersOfTwo ? "" : $"{Outer}if (LaneResult.NeedsTies(stage))\n{Outer}{{\n{Loop(Requantization.ScaledWithTies, Inner)}{Inner}return;\n{Outer}}}\n\n";
        return $"{Outer}{sums};\n{ties}{Loop(hasPowersOfTwo ? Requantization.PowerOfTwo : Requantization.Scaled, Outer).TrimEnd('\n')}\n";

        string Loop(Requantization requantization, string indent)
        {
            string deeper = indent + "    ";
            return $"{indent}for (; i < end; i += pixel)\n{indent}{{\n{Deeper(ReadSums, deeper)}{UnrolledText.Inputs(width, deeper)}"
                + Result(0, deeper) + "\n" + Switch(deeper, triples, Result) + $"{deeper}o += outputPixel;\n{indent}}}\n\n";

            string Result(int k, string at)
            {
                string sum = $"s{k} + {UnrolledText.Products(UnrolledText.Letters[k], 'x', width, at + "    ")}";
                return UnrolledEpilogue.Write(k, FirstChannel(k), sum, declares: false, at, k == 0 ? "overlap" : "", requantization: requantization);
            }
        }
    }

    /// <summary>The triples that are not the last one of the pass, from the one before it down.</summary>
    private static string Switch(string indent, int triples, Func<int, string, string> write)
    {
        string deeper = indent + "        ";
        var text = new StringBuilder($"{indent}switch (more)\n{indent}{{\n");
        for (int k = triples - 1; k > 0; k--)
        {
            text.Append($"{indent}    case {k - 1}:\n{write(k, deeper)}\n{deeper}{(k > 1 ? $"goto case {k - 2}" : "break")};\n");
        }

        return text.Append($"{indent}}}\n\n").ToString();
    }

    private static string Deeper(string lines, string indent)
    {
        return string.Concat(lines.Split('\n').SkipLast(1).Select(line => line.Length == 0 ? "\n" : indent + line[Inner.Length..] + "\n")) + "\n";
    }
}
