using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Einsum of an activation and a constant matrix that share one letter, such as "nc,kc->nk" or "bchw,oc->bohw": a product of matrices whose
/// inner axis is brought to the end, which moves nothing yet.
/// </summary>
internal sealed class EinsumConverter : IOnnxConverter
{
    private const string Remedy = "use MatMul with constant weights; products of two activations have no form on the device";
    private static readonly MatMulConverter s_product = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Einsum"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        string equation = node.Text("equation", string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal);
        string[] sides = equation.Split("->");
        string[] terms = sides[0].Split(',');
        int constant = node.InputCount == 2 ? Array.FindIndex([0, 1], i => node.Input(i).Constant is not null) : -1;
        if (sides.Length != 2 || terms.Length != 2 || constant < 0 || node.Input(1 - constant).Activation is null)
        {
            throw node.Unsupported($"its equation is {OnnxName.Quote(equation)}, over {node.InputCount} inputs", Remedy);
        }

        OnnxValue input = OnnxImporter.Activation(node, 1 - constant);
        string from = Spelled(terms[1 - constant], input.Shape.Length, node);
        string weights = terms[constant];
        string to = Spelled(sides[1], input.Shape.Length, node);
        char[] shared = [.. weights.Intersect(from)];
        char[] made = [.. weights.Except(from)];
        bool isProduct = weights.Length == 2 && shared.Length == 1 && made.Length == 1 && from.IndexOf(shared[0]) > 0 && !to.Contains(shared[0], StringComparison.Ordinal);
        string inner = isProduct ? from.Replace(shared[0].ToString(), string.Empty, StringComparison.Ordinal) : string.Empty;
        if (!isProduct || to.Length != from.Length || !to.Order().SequenceEqual((inner + made[0]).Order()))
        {
            throw node.Unsupported($"its equation is {OnnxName.Quote(equation)}", Remedy);
        }

        OnnxConstant matrix = node.Input(constant).Constant!;
        OnnxConstant columns = weights[0] == shared[0] ? matrix : matrix.Permuted([1, 0]);
        OnnxValue rows = Reordered(input, from, inner + shared[0], input.Name, node);
        string product = $"{node.OutputName}/product";
        s_product.Convert(node.As("MatMul", [rows, new OnnxValue(node.Input(constant).Name, columns)], product), import);
        import.Alias(node, Reordered(import.Find(product)!, inner + made[0], to, node.OutputName, node));
    }

    /// <summary>The letters of a term, capital ones for the axes that "..." stands for.</summary>
    private static string Spelled(string term, int rank, OnnxNode node)
    {
        int rest = rank - (term.Length - 3);
        string spelled = term.Contains("...", StringComparison.Ordinal) && rest is >= 0 and <= 8
            ? term.Replace("...", new string([.. Enumerable.Range('A', rest).Select(letter => (char)letter)]), StringComparison.Ordinal)
            : term;
        return spelled.Length == rank && spelled.All(char.IsAsciiLetter) && spelled.Distinct().Count() == rank
            ? spelled
            : throw node.Error(DiagnosticId.OnnxShapeMismatch, $"the term {OnnxName.Quote(term)} does not fit {rank} dimensions", "check the model's export");
    }

    /// <summary>The value with its axes in the order of other letters.</summary>
    private static OnnxValue Reordered(OnnxValue value, string from, string to, string name, OnnxNode node)
    {
        int[] permutation = [.. to.Select(letter => from.IndexOf(letter))];
        int[] order = Array.ConvertAll(value.Order, axis => OnnxLayout.Position(permutation, axis));
        return new OnnxValue(name, OnnxLayout.Apply(value.Shape, permutation), value.Activation!, order, node);
    }
}
