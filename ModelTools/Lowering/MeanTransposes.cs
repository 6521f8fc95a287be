using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Leaves out a transpose whose result is only averaged, as that of exported networks which end with <c>x.mean(3).mean(2)</c> over channels first: means over the axes of
/// its input give the same sums, and what is left of its order moves nothing.
/// </summary>
internal static class MeanTransposes
{
    /// <summary>The operators to be lowered, in order.</summary>
    /// <param name="graph">The graph, which stays as it is.</param>
    public static IReadOnlyList<Operator> Remove(ModelGraph graph)
    {
        ILookup<Tensor, Operator> consumers = graph.Operators.SelectMany(op => op.Inputs.Select(input => (input, op))).ToLookup(pair => pair.input, pair => pair.op);
        Dictionary<Operator, Operator[]> replaced = [];
        foreach (Operator transpose in graph.Operators.Where(op => op.Kind == OperatorKind.Transpose))
        {
            List<Operator> means = [];
            for (Tensor tensor = transpose.Output; !graph.Outputs.Contains(tensor) && consumers[tensor].ToArray() is [{ Kind: OperatorKind.Mean } mean]; tensor = mean.Output)
            {
                means.Add(mean);
            }

            while (means.Count > 0 && !TryReplace(transpose, means, replaced))
            {
                means.RemoveAt(means.Count - 1);
            }
        }

        return [.. graph.Operators.SelectMany(op => replaced.TryGetValue(op, out Operator[]? others) ? others : [op])];
    }

    private static bool TryReplace(Operator transpose, List<Operator> means, Dictionary<Operator, Operator[]> replaced)
    {
        // Which axis of the transposed tensor each axis of a result is, and the shape that is left with reduced axes kept.
        List<int> sources = [.. ((TransposeAttributes)transpose.Attributes!).Permutation];
        Tensor input = transpose.Inputs[0];
        int[] shape = [.. input.Shape];
        List<Operator> others = [];
        foreach (Operator mean in means)
        {
            var attributes = (MeanAttributes)mean.Attributes!;
            int[] axes = [.. attributes.Axes.Select(axis => sources[axis]).Order()];
            shape = [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
            var averaged = new Tensor(mean.Output.Name + "/mean", mean.Output.Type, shape) { Quantization = mean.Output.Quantization };
            others.Add(new Operator(OperatorKind.Mean, mean.Name, [input], [averaged], new MeanAttributes(axes, true)) { Location = mean.Location });
            input = averaged;
            if (!attributes.KeepDimensions)
            {
                sources = [.. sources.Where((_, axis) => !attributes.Axes.Contains(axis))];
            }
        }

        int[] left = [.. sources.Where(axis => shape[axis] > 1)];
        if (!left.SequenceEqual(left.Order()))
        {
            return false;
        }

        Operator last = means[^1];
        others.Add(new Operator(OperatorKind.Reshape, last.Name + "/reshape", [input], [last.Output]) { Location = last.Location, SourceIndex = last.SourceIndex });
        replaced[transpose] = [.. others];
        means.ForEach(mean => replaced[mean] = []);
        return true;
    }
}
