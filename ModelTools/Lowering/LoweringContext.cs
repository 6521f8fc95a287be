using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Lowering;

/// <summary>What the lowering of one graph shares: the program under construction and the tensors made so far.</summary>
internal sealed class LoweringContext
{
    private readonly Dictionary<Tensor, DeviceTensor> _tensors = [];
    private readonly Dictionary<DeviceTensor, DeviceOperator> _producers = [];

    /// <summary>Starts with the graph's input.</summary>
    public LoweringContext(ModelGraph graph, LoweringOptions options)
    {
        Graph = graph;
        Options = options;
        Program = new DeviceProgram(graph.Name, options.Rounding, Declare(graph.Inputs[0])) { SourceInput = graph.SourceInputs[0] };
    }

    public ModelGraph Graph { get; }

    public LoweringOptions Options { get; }

    public DeviceProgram Program { get; }

    public bool IsSingle => Options.Rounding == RoundingMode.Single;

    /// <summary>The device tensor of an activation or a constant.</summary>
    public DeviceTensor Get(Tensor tensor)
    {
        return _tensors.TryGetValue(tensor, out DeviceTensor? found) ? found : Declare(tensor);
    }

    /// <summary>Makes the device tensor of <paramref name="tensor"/> with the shape its own dimensions have.</summary>
    public DeviceTensor Declare(Tensor tensor)
    {
        int[] shape = TensorShape.ToDevice(tensor);
        return Declare(tensor, shape[0], shape[1], shape[2]);
    }

    /// <summary>Makes the device tensor of <paramref name="tensor"/> with another shape of as many elements.</summary>
    public DeviceTensor Declare(Tensor tensor, int height, int width, int channels)
    {
        QuantizationParameters quantization = Quantization(tensor);
        var made = new DeviceTensor(tensor.Name, height, width, channels, quantization.Scale, quantization.ZeroPoint + 128)
        {
            SourceIndex = tensor.SourceIndex,
            Data = tensor.IsConstant ? ToOffsetBinary(tensor) : null,
        };
        _tensors[tensor] = made;
        return made;
    }

    /// <summary>Lets <paramref name="tensor"/> be the same rows as <paramref name="other"/> (reshapes that move nothing).</summary>
    public void Alias(Tensor tensor, DeviceTensor other)
    {
        _tensors[tensor] = other;
    }

    /// <summary>The operator that makes <paramref name="tensor"/>, or null for inputs and constants.</summary>
    public DeviceOperator? ProducerOf(DeviceTensor tensor)
    {
        return _producers.GetValueOrDefault(tensor);
    }

    /// <summary>Adds an operator to the program.</summary>
    public void Add(DeviceOperator op)
    {
        Program.Operators.Add(op);
        _producers[op.Output] = op;
    }

    /// <summary>Starts a device operator that stands for <paramref name="op"/>.</summary>
    public static DeviceOperator Start(Operator op, int opCode, IEnumerable<DeviceTensor> inputs, DeviceTensor output)
    {
        return new DeviceOperator(opCode, op.Name, inputs, output)
        {
            Location = op.Location,
            SourceIndex = op.SourceIndex,
            BlockIndex = op.BlockIndex,
            Role = op.Role,
            KindName = op.Kind.ToString(),
        };
    }

    /// <summary>The tensor's quantization.</summary>
    /// <exception cref="EdgeException">It has none.</exception>
    public static QuantizationParameters Quantization(Tensor tensor)
    {
        return tensor.Quantization ?? throw new EdgeException(
            DiagnosticId.NotQuantized,
            tensor.Name,
            $"the tensor is {tensor.Type} and has no scale",
            "quantize the whole model, or give the float model and --calibration");
    }

    private static byte[] ToOffsetBinary(Tensor tensor)
    {
        sbyte[] values = tensor.Int8s;
        var bytes = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i] = (byte)(values[i] + 128);
        }

        return bytes;
    }
}
