using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>Runs a loaded model on one input.</summary>
internal static class ModelRunner
{
    /// <summary>Runs on an input of the zero point.</summary>
    public static sbyte[][] RunZero(Int8Model model)
    {
        var input = new sbyte[model.Input.Length];
        System.Array.Fill(input, (sbyte)model.Input.ZeroPoint);
        return Run(model, input);
    }

    /// <summary>Runs one inference and returns every output, [H, W, C].</summary>
    public static sbyte[][] Run(Int8Model model, sbyte[] input)
    {
        var outputs = new sbyte[model.OutputCount][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new sbyte[model.GetOutput(i).Length];
        }

        model.Run(input, outputs);
        return outputs;
    }
}
