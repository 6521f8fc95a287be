using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

// Two elements side by side in a long, 32 bits each: a native call reads eight bytes, of which a shift and an and leave two, four apart. One
// multiplication for each input and two additions give the sums of both: about 970 weighted instructions for an element instead of 2,200.

/// <summary>C# of the additions: one method for all, and their constants in its calls.</summary>
internal static class SumWriter
{
    /// <summary>Bytes of IL of the method, an upper bound.</summary>
    public const int IlBytes = 600;

    private const int Octet = 8;
    private const string Bytes = "0xFF000000FF";
    private static readonly int s_shift = ConstantKernels.AddShift;

    /// <summary>Appends what ConstantKernels calls.</summary>
    /// <param name="text">The kernel set.</param>
    /// <param name="sums">The additions.</param>
    public static void Append(StringBuilder text, IReadOnlyList<ConstantSum> sums)
    {
        text.Append("        /// <inheritdoc/>\n        protected override void RunAdd(int operatorId, byte[] output, int o, byte[] table, byte[] a, int i, byte[] b, int j, int count)\n        {\n");
        text.Append(sums.Count == 0 ? string.Empty : "            switch (operatorId)\n            {\n");
        foreach (ConstantSum each in sums)
        {
            // Start in both halves.
            text.Append($"                case {each.Id}:\n                    Add(output, o, table, {Bytes}, {each.FactorA}L, {each.FactorB}L, {each.Start + (each.Start << 32)}L, a, i, b, j, count);\n                    break;\n");
        }

        text.Append(sums.Count == 0 ? "        }\n" : "            }\n        }\n");
        if (sums.Count > 0)
        {
            text.Append('\n');
            AppendMethod(text);
        }
    }

    private static void AppendMethod(StringBuilder text)
    {
        text.Append("        private static void Add(byte[] output, int o, byte[] table, long mask, long x, long y, long start, byte[] a, int i, byte[] b, int j, int count)\n        {\n");
        text.Append("            long d;\n            long e;\n            long f;\n");
        text.Append($"            for (; count >= {Octet}; count -= {Octet})\n            {{\n");
        text.Append("                e = System.BitConverter.ToInt64(a, i);\n                f = System.BitConverter.ToInt64(b, j);\n");
        foreach (int element in Enumerable.Range(0, Octet / 2))
        {
            text.Append($"                d = ({Pair("e", element)} * x) + ({Pair("f", element)} * y) + start;\n");
            text.Append($"                output[{(element == 0 ? "o" : $"o + {element}")}] = table[(int)((uint)d >> {s_shift})];\n");
            text.Append($"                output[o + {element + (Octet / 2)}] = table[(int)((ulong)d >> {32 + s_shift})];\n");
        }

        text.Append($"                i += {Octet};\n                j += {Octet};\n                o += {Octet};\n            }}\n\n");
        text.Append("            for (; count > 0; count--)\n            {\n                d = ((int)a[i] * x) + ((int)b[j] * y) + start;\n");
        text.Append($"                output[o] = table[(int)((uint)d >> {s_shift})];\n                i++;\n                j++;\n                o++;\n            }}\n        }}\n");
    }

    private static string Pair(string octet, int element)
    {
        return element == 0 ? $"({octet} & mask)" : $"(({octet} >> {8 * element}) & mask)";
    }
}
