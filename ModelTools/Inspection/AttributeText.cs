using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Inspection;

/// <summary>What an operator of a graph does, in a few words: kernel, stride, padding, activation.</summary>
internal static class AttributeText
{
    /// <summary>The words, for a cell of a table; empty when the kind says all.</summary>
    public static string Of(Operator op)
    {
        return string.Join(", ", Parts(op).Where(part => part.Length > 0));
    }

    private static IEnumerable<string> Parts(Operator op)
    {
        switch (op.Attributes)
        {
            case null:
                return [];
            case ConvAttributes conv:
                int[] weights = op.Inputs[1].Shape; // [O, KH, KW, I]; depthwise [1, KH, KW, O]
                return [Size(weights[1], weights[2]), Stride(conv.StrideH, conv.StrideW), Pad(conv.Padding), conv.Groups > 1 ? $"{conv.Groups} groups" : string.Empty, Limits(conv.Activation)];
            case PoolAttributes pool:
                return [Size(pool.KernelH, pool.KernelW), Stride(pool.StrideH, pool.StrideW), Pad(pool.Padding), Limits(pool.Activation)];
            default:
                return op.Attributes.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken).Select(property => Property(property.Name, property.GetValue(op.Attributes)));
        }
    }

    private static string Size(int height, int width) => $"{height}x{width}";

    private static string Stride(int height, int width) => height == width ? (height == 1 ? string.Empty : $"stride {height}") : $"stride {height}x{width}";

    private static string Pad(Padding padding)
    {
        return !padding.Any ? string.Empty
            : padding.Top == padding.Bottom && padding.Left == padding.Right && padding.Top == padding.Left ? $"pad {padding.Top}"
            : $"pad {padding.Top},{padding.Left},{padding.Bottom},{padding.Right}";
    }

    private static string Limits(Clamp? clamp)
    {
        return clamp is null ? string.Empty
            : clamp == Clamp.Relu ? "relu"
            : clamp == Clamp.Relu6 ? "relu6"
            : string.Create(CultureInfo.InvariantCulture, $"clamp {clamp.Min:g4} to {clamp.Max:g4}");
    }

    /// <summary>A property that no case above knows: its name and value, unless it is what it is by default.</summary>
    private static string Property(string name, object? value)
    {
        return value switch
        {
            null or false or 0f => string.Empty,
            true => Words(name),
            Clamp clamp => Limits(clamp),
            Enum choice => Words(choice.ToString()),
            Array list => $"{Words(name)} {string.Join(',', list.Cast<object>().Select(each => Convert.ToString(each, CultureInfo.InvariantCulture)))}",
            float number => $"{Words(name)} {number.ToString("g4", CultureInfo.InvariantCulture)}",
            _ => $"{Words(name)} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
        };
    }

    /// <summary>"KeepDimensions" as "keep dimensions".</summary>
    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (char c in name)
        {
            words.Append(char.IsUpper(c) && words.Length > 0 ? " " : string.Empty).Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
