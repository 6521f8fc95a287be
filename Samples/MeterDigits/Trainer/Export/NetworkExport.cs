using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Export;

/// <summary>A trained network as files: <c>arch.json</c> with <c>weights.safetensors</c>, the same as <c>network.onnx</c>, and back.</summary>
internal static class NetworkExport
{
    /// <summary>File names within the folder.</summary>
    public const string Weights = "weights.safetensors";

    /// <inheritdoc cref="Weights"/>
    public const string Architecture = "arch.json";

    /// <inheritdoc cref="Weights"/>
    public const string Onnx = "network.onnx";

    /// <summary>Writes the three files.</summary>
    public static void Write(string folder, NetworkShape shape, MeterNetwork network)
    {
        var tensors = new List<(string, long[], float[])>();
        foreach ((string name, Tensor tensor) in network.state_dict())
        {
            if (!name.EndsWith("num_batches_tracked", System.StringComparison.Ordinal))
            {
                using Tensor values = tensor.detach().cpu().contiguous();
                tensors.Add((name, tensor.shape, values.data<float>().ToArray()));
            }
        }
        string weights = Path.Combine(folder, Weights);
        SafetensorsFile.Write(weights, tensors);
        OnnxExport.Write(Path.Combine(folder, Onnx), shape, SafetensorsFile.Read(weights));
        File.WriteAllText(Path.Combine(folder, Architecture), shape.ToJson());
    }

    /// <summary>Builds the network of a folder, ready to evaluate.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, superfluous or of another shape.</exception>
    public static MeterNetwork Read(string folder, out NetworkShape shape)
    {
        shape = NetworkShape.Read(Path.Combine(folder, Architecture));
        string file = Path.Combine(folder, Weights);
        Dictionary<string, (long[] Shape, float[] Values)> tensors = SafetensorsFile.Read(file);
        var network = new MeterNetwork(shape, 0);
        using (no_grad())
        {
            foreach ((string name, Tensor target) in network.state_dict())
            {
                if (name.EndsWith("num_batches_tracked", System.StringComparison.Ordinal))
                {
                    continue;
                }
                if (!tensors.Remove(name, out (long[] Shape, float[] Values) source))
                {
                    throw new InvalidDataException($"{file}: tensor {name} is missing");
                }
                if (!source.Shape.SequenceEqual(target.shape))
                {
                    throw new InvalidDataException($"{file}: tensor {name} is [{string.Join(", ", source.Shape)}], {Architecture} needs [{string.Join(", ", target.shape)}]");
                }
                using Tensor values = tensor(source.Values, source.Shape);
                target.copy_(values);
            }
        }
        if (tensors.Count > 0)
        {
            throw new InvalidDataException($"{file}: tensor {tensors.Keys.First()} has no place in {Architecture}");
        }
        network.eval();
        return network;
    }
}
