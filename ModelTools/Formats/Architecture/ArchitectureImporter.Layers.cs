using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <content>Layers that only the free form has.</content>
internal sealed partial class ArchitectureImporter
{
    /// <summary>Maximum or mean of windows; as in PyTorch, zeros of the padding count in a mean.</summary>
    /// <param name="input">[1, H, W, C].</param>
    public Tensor Pool(Tensor input, OperatorKind kind, ArchitectureLayer layer)
    {
        int side = layer.Padding ?? 0;
        int height = OutputSize(input.Shape[1] + (2 * side), layer.Kernel, layer.Stride, layer.Where);
        int width = OutputSize(input.Shape[2] + (2 * side), layer.Kernel, layer.Stride, layer.Where);
        var attributes = new PoolAttributes(
            layer.Kernel, layer.Kernel, layer.Stride, layer.Stride, new Padding(side, side, side, side), CountPadding: kind == OperatorKind.AveragePool);
        return Emit(kind, $"{layer.Where}.pool", [input], [1, height, width, input.Shape[3]], attributes);
    }

    /// <summary>Fully connected layer, its input flattened if it is an image, and its activation.</summary>
    /// <param name="input">[1, H, W, C] or [1, I]; PyTorch flattens [C, H, W], so the columns of the weights change places.</param>
    /// <returns>[1, output].</returns>
    public Tensor Linear(Tensor input, string name, ArchitectureLayer layer)
    {
        Tensor value = input;
        int channels = input.Shape[^1];
        int pixels = 1;
        if (input.Shape.Length == 4)
        {
            pixels = input.Shape[1] * input.Shape[2];
            value = Emit(OperatorKind.Reshape, $"{layer.Where}.flatten", [input], [1, pixels * channels], null);
        }

        int depth = pixels * channels;
        float[] source = _weights.Take($"{name}.weight", layer.Output, depth);
        float[] weights = new float[source.Length];
        for (int o = 0; o < layer.Output; o++)
        {
            for (int c = 0; c < channels; c++)
            {
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    weights[(o * depth) + (pixel * channels) + c] = source[(o * depth) + (c * pixels) + pixel];
                }
            }
        }

        value = Emit(
            OperatorKind.FullyConnected, name, [value, Constant($"{name}.weight", [layer.Output, depth], weights), .. Bias(name, layer.Output)], [1, layer.Output], new FullyConnectedAttributes());
        return layer.Activation is { } activation ? Unary(value, ActivationName(name), activation) : value;
    }
}
