using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Blocks;

/// <summary>A float graph with weights from a seed, scaled as He et al. initialise them (variance 2 / taps), so that activations keep their size.</summary>
internal sealed class BlockGraph
{
    private readonly Random _random;

    /// <summary>Begins with an input [1, height, width, channels].</summary>
    public BlockGraph(string name, BlockRequest request)
    {
        _random = new Random(request.Seed);
        Graph = new ModelGraph(name);
        Input = new Tensor("input", ElementType.Float32, [1, request.Height, request.Width, request.InputChannels]);
        Graph.Inputs.Add(Input);
        Graph.SourceInputs.Add(new SourceInterface(Input.Name, ElementType.Float32, Input.Shape, false));
    }

    /// <summary>The graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Its input.</summary>
    public Tensor Input { get; }

    /// <summary>Elements of weights and biases.</summary>
    public int Parameters { get; private set; }

    /// <summary>k x k convolution with bias and, where asked for, ReLU6.</summary>
    public Tensor Convolution(Tensor input, int output, int kernel, int stride, bool isActivated)
    {
        int depth = input.Shape[3];
        return Window(OperatorKind.Conv2D, input, [output, kernel, kernel, depth], output, kernel * kernel * depth, stride, isActivated);
    }

    /// <summary>k x 1 convolution of a signal in time, [1, length, 1, channels], with bias and ReLU6.</summary>
    public Tensor Column(Tensor input, int output, int kernel, int stride)
    {
        int depth = input.Shape[3];
        return Window(OperatorKind.Conv2D, input, [output, kernel, 1, depth], output, kernel * depth, stride, true);
    }

    /// <summary>Depthwise k x 1 convolution with bias and ReLU6.</summary>
    public Tensor DepthwiseColumn(Tensor input, int kernel, int stride)
    {
        int channels = input.Shape[3];
        return Window(OperatorKind.DepthwiseConv2D, input, [1, kernel, 1, channels], channels, kernel, stride, true);
    }

    /// <summary>Mean over the image.</summary>
    public Tensor Mean(Tensor input) => Emit(OperatorKind.Mean, [input], [1, 1, 1, input.Shape[3]], new MeanAttributes([1, 2], true));

    /// <summary>Depthwise convolution with bias and ReLU6.</summary>
    public Tensor Depthwise(Tensor input, int kernel, int stride)
    {
        int channels = input.Shape[3];
        return Window(OperatorKind.DepthwiseConv2D, input, [1, kernel, kernel, channels], channels, kernel * kernel, stride, true);
    }

    /// <summary>Squeeze-excite: mean, 1x1, ReLU, 1x1, sigmoid, product.</summary>
    public Tensor SqueezeExcite(Tensor input, int squeezed)
    {
        int channels = input.Shape[3];
        Tensor gate = Mean(input);
        gate = Unary(Convolution(gate, squeezed, 1, 1, false), UnaryFunction.Relu);
        gate = Unary(Convolution(gate, channels, 1, 1, false), UnaryFunction.Sigmoid);
        return Emit(OperatorKind.Mul, [input, gate], input.Shape, new ArithmeticAttributes());
    }

    /// <summary>a + b.</summary>
    public Tensor Add(Tensor a, Tensor b) => Emit(OperatorKind.Add, [a, b], a.Shape, new ArithmeticAttributes());

    /// <summary>Ends the graph.</summary>
    public void Finish(Tensor output)
    {
        Graph.Outputs.Add(output);
        Graph.SourceOutputs.Add(new SourceInterface(output.Name, ElementType.Float32, output.Shape, false));
    }

    /// <summary>Inputs to calibrate with, normally distributed.</summary>
    public List<float[]> Samples(int count) => [.. Enumerable.Range(0, count).Select(_ => Values(Input.ElementCount, 1))];

    private Tensor Window(OperatorKind kind, Tensor input, int[] shape, int output, int taps, int stride, bool isActivated)
    {
        int sideH = (shape[1] - 1) / 2;
        int sideW = (shape[2] - 1) / 2;
        int strideW = input.Shape[2] > 1 ? stride : 1;
        int height = ((input.Shape[1] - 1) / stride) + 1;
        int width = ((input.Shape[2] - 1) / strideW) + 1;
        Tensor weights = Constant(shape, Values(output * taps, Math.Sqrt(2.0 / taps)));
        Tensor bias = Constant([output], Values(output, 0.1));
        Tensor value = Emit(kind, [input, weights, bias], [1, height, width, output], new ConvAttributes(stride, strideW, new Padding(sideH, sideW, sideH, sideW)));
        return isActivated ? Unary(value, UnaryFunction.Relu6) : value;
    }

    private Tensor Unary(Tensor input, UnaryFunction function) => Emit(OperatorKind.Unary, [input], input.Shape, new UnaryAttributes(function));

    private Tensor Constant(int[] shape, float[] values)
    {
        Parameters += values.Length;
        return new Tensor(string.Create(CultureInfo.InvariantCulture, $"constant{Parameters}"), ElementType.Float32, shape) { Data = values };
    }

    private Tensor Emit(OperatorKind kind, IEnumerable<Tensor> inputs, int[] shape, OperatorAttributes attributes)
    {
        int index = Graph.Operators.Count;
        string name = string.Create(CultureInfo.InvariantCulture, $"{kind}{index}");
        var output = new Tensor(name, ElementType.Float32, shape);
        Graph.Operators.Add(new Operator(kind, name, inputs, [output], attributes) { SourceIndex = index });
        return output;
    }

    // Normally distributed by Box and Muller.
    private float[] Values(int count, double deviation)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }

        return values;
    }
}
