using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>What to do about an operator that Edge does not import: what is known of it, else the operators whose names are nearest.</summary>
internal static class OperatorRemedies
{
    private const int MostNames = 3;
    private const int ShortestPrefix = 4;
    private const string Page = "docs/onnx-import.md lists the operators";
    private const string EndBefore = "end the model before it, the app has the scores";
    private const string ControlFlow = "export one inference without control flow (torch.jit.trace, or constants for what the condition reads)";
    private const string Recurrent = "use convolutions over time";
    private const string Attention = "products of two activations have no form on the device; use convolutions";
    private const string Sampling = "resample with Resize, or outside of the model";

    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal)
    {
        ["LSTM"] = Recurrent,
        ["GRU"] = Recurrent,
        ["RNN"] = Recurrent,
        ["Attention"] = Attention,
        ["MultiHeadAttention"] = Attention,
        ["If"] = ControlFlow,
        ["Loop"] = ControlFlow,
        ["Scan"] = ControlFlow,
        ["TopK"] = EndBefore,
        ["NonMaxSuppression"] = EndBefore,
        ["NonZero"] = EndBefore,
        ["ArgMin"] = EndBefore,
        ["Hardmax"] = EndBefore,
        ["RoiAlign"] = EndBefore,
        ["GridSample"] = Sampling,
        ["AffineGrid"] = Sampling,
        ["DeformConv"] = "use Conv",
        ["LRN"] = "use BatchNormalization, which costs nothing",
        ["RMSNormalization"] = "use LayerNormalization, or BatchNormalization, which costs nothing",
        ["SimplifiedLayerNormalization"] = "use LayerNormalization, or BatchNormalization, which costs nothing",
        ["Sin"] = "compute it before the model, or as a constant",
        ["Cos"] = "compute it before the model, or as a constant",
        ["Round"] = "leave it out, or quantize with quantize_static",
        ["LpPool"] = "use AveragePool or MaxPool",
        ["GlobalLpPool"] = "use GlobalAveragePool or GlobalMaxPool",
        ["MaxUnpool"] = "use Resize or ConvTranspose",
        ["ScatterND"] = "use Concat of what stays and what is new",
        ["ScatterElements"] = "use Concat of what stays and what is new",
        ["GatherElements"] = "use Gather with constant indices",
        ["GatherND"] = "use Gather with constant indices",
        ["FusedConv"] = "save the model that onnxruntime had before it optimized it",
        ["FusedMatMul"] = "save the model that onnxruntime had before it optimized it",
        ["FusedGemm"] = "save the model that onnxruntime had before it optimized it",
        ["NhwcFusedConv"] = "save the model that onnxruntime had before it optimized it",
        ["BiasGelu"] = "save the model that onnxruntime had before it optimized it",
        ["LinearClassifier"] = "export the weights as a Gemm, see docs/your-model.md",
        ["LinearRegressor"] = "export the weights as a Gemm, see docs/your-model.md",
        ["TreeEnsembleClassifier"] = "trees are no networks; emlearn is made for them",
        ["TreeEnsembleRegressor"] = "trees are no networks; emlearn is made for them",
    };

    /// <summary>One sentence.</summary>
    /// <param name="type">Name of the operator, without its domain.</param>
    /// <param name="supported">The operators that Edge imports.</param>
    public static string For(string type, IEnumerable<string> supported)
    {
        if (s_known.TryGetValue(type, out string? known))
        {
            return $"{known}; {Page}";
        }

        string[] near = [.. supported.Where(name => IsNear(type, name)).OrderBy(name => Distance(type, name)).ThenBy(name => name, StringComparer.Ordinal).Take(MostNames)];
        return near.Length == 0 ? $"export the model without it; {Page}" : $"nearest: {string.Join(", ", near)}; {Page}";
    }

    private static bool IsNear(string one, string other)
    {
        int shared = 0;
        while (shared < Math.Min(one.Length, other.Length) && char.ToUpperInvariant(one[shared]) == char.ToUpperInvariant(other[shared]))
        {
            shared++;
        }

        return shared >= Math.Min(ShortestPrefix, other.Length) || Distance(one, other) * 3 <= Math.Max(one.Length, other.Length);
    }

    /// <summary>Letters to add, drop or change.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
