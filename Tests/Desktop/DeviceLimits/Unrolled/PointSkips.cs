using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The loops of the pointwise micro-kernel that look for inputs that are 0, of eight, six or three triples; fewer do not pay for the look. Seven run as eight and
/// four and five as six: the triples that are not there have weights of 0, so that sums behind those of the pixel are read and written as they are.
/// </summary>
internal static class PointSkips
{
    private const int Taps = 24;
    private const string Inner = PointLoops.Inner + "    ";

    /// <summary>Writes them.</summary>
    public static string Loop()
    {
        string deeper = Inner + "    ";
        return $"{Inner}x3 = 0xFF;\n{Inner}x4 = 0xFFFF;\n{Inner}if (triples > 6)\n{Inner}{{\n{Pixels(8, deeper)}{Inner}}}\n{Inner}else if (triples > 3)\n{Inner}{{\n{Pixels(6, deeper)}{Inner}}}\n"
            + $"{Inner}else\n{Inner}{{\n{Pixels(3, deeper)}{Inner}}}\n";
    }

    private static string Pixels(int triples, string indent)
    {
        string deeper = indent + "    ";
        var text = new StringBuilder($"{indent}for (; i < end; i += pixel)\n{indent}{{\n");
        text.AppendJoin("", Enumerable.Range(0, triples).Select(k => $"{deeper}s{k} = lanes[{UnrolledText.Index("p", k)}];\n")).Append(Products(triples, deeper));
        text.AppendJoin("", Enumerable.Range(0, triples).Select(k => $"{deeper}lanes[{UnrolledText.Index("p", k)}] = s{k};\n"));
        return text.Append($"{deeper}p += triples;\n{indent}}}\n").ToString();
    }

    private static string Products(int triples, string indent)
    {
        var text = new StringBuilder();
        for (int octet = 0; octet < Taps; octet += 8)
        {
            text.Append($"{indent}x2 = BitConverter.ToInt64(input, {UnrolledText.Index("i", octet)});\n{indent}if (x2 != 0)\n{indent}{{\n");
            text.AppendJoin("\n", Enumerable.Range(0, 4).Select(k => Pair(triples, octet, 2 * k, indent + "    "))).Append($"{indent}}}\n\n");
        }

        return text.ToString();
    }

    /// <summary>Two neighbours are looked at together: where most inputs are 0, most pairs are.</summary>
    private static string Pair(int triples, int octet, int first, string indent)
    {
        string shifted = first == 0 ? "x2" : $"(x2 >> {8 * first})";
        string deeper = indent + "    ";
        return $"{indent}x1 = {shifted} & x4;\n{indent}if (x1 != 0)\n{indent}{{\n{One(triples, octet + first, "x1 & x3", deeper)}\n"
            + $"{One(triples, octet + first + 1, "x1 >> 8", deeper)}{indent}}}\n";
    }

    private static string One(int triples, int tap, string input, string indent)
    {
        string products = string.Concat(Enumerable.Range(0, triples).Select(k => $"{indent}    s{k} += {UnrolledText.Letters[k]}{tap} * x0;\n"));
        return $"{indent}x0 = {input};\n{indent}if (x0 != 0)\n{indent}{{\n{products}{indent}}}\n";
    }
}
