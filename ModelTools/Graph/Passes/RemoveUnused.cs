using System.Collections.Generic;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>Removes operators that no output depends on.</summary>
internal static class RemoveUnused
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var needed = new HashSet<Tensor>(graph.Outputs);
        for (int i = graph.Operators.Count - 1; i >= 0; i--)
        {
            Operator op = graph.Operators[i];
            if (op.Outputs.Exists(needed.Contains))
            {
                needed.UnionWith(op.Inputs);
            }
            else
            {
                graph.Operators.RemoveAt(i);
            }
        }
    }
}
