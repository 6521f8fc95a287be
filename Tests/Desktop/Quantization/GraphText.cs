using System.Linq;
using System.Text;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Every number of a quantized graph as text, to compare two graphs exactly.</summary>
internal static class GraphText
{
    public static string Of(ModelGraph graph)
    {
        var text = new StringBuilder();
        foreach (Operator op in graph.Operators)
        {
            text.Append(op.Kind).Append(' ').Append(op.Name).AppendLine();
            foreach (Tensor tensor in op.Inputs.Concat(op.Outputs))
            {
                text.Append("  ").Append(tensor).Append(' ');
                if (tensor.Quantization is QuantizationParameters quantization)
                {
                    text.AppendJoin(',', quantization.Scales.Select(scale => scale.ToString("R"))).Append(' ').AppendJoin(',', quantization.ZeroPoints);
                }

                text.Append(' ').AppendJoin(',', tensor.Data?.Cast<object>() ?? []).AppendLine();
            }
        }

        return text.ToString();
    }
}
