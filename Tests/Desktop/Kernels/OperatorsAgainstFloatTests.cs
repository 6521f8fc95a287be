using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Every operator of a quantized network against ONNX Runtime in float, with the same dequantized weights and fed with the
/// runtime's own int8 inputs: no element may be off by more than one step. Those that are off by one lie next to a tie: the
/// exact quotient rounds one way, the fixed-point multiplier (31 bits) and float32 the other.
/// </summary>
[TestClass]
public sealed class OperatorsAgainstFloatTests
{
    [TestMethod]
    public void No_element_of_the_digit_network_is_off_by_more_than_one()
    {
        string demo = Path.Combine(AppContext.BaseDirectory, "Demo");
        Check(Path.Combine(demo, "model", "digits_mbv3se.onnx"), Path.Combine(demo, "calibration"), 0.002);
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void No_element_of_the_cifar_network_is_off_by_more_than_one()
    {
        Check(SharedFolder.Require("models/cifar_mbv3se/cifar_mbv3se.onnx"), SharedFolder.Require("data/cifar10/calib"), 0.002);
    }

    private static void Check(string modelPath, string calibration, double mostOffByOne)
    {
        ModelGraph graph = SourceModel.Read(modelPath, null);
        Dataset dataset = Dataset.Open(calibration, graph.Inputs[0].Shape);
        ModelGraph quantized = Quantizer.Quantize(graph, CalibrationSet.From(dataset, 64), new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        DeviceProgram program = Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false, Fuse: false));
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program));
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        ModelRunner.Run(model, InputReader.FromDataset(model.Input, dataset, 3));
        BlobInfo info = BlobInfo.Read(model, blob);
        Dictionary<string, sbyte[]> values = recorder.Layers.Values
            .GroupBy(layer => info.TensorName(layer.TensorId))
            .ToDictionary(group => group.Key, group => group.Last().Values);

        long elements = 0;
        long offByOne = 0;
        foreach (Operator op in quantized.Operators)
        {
            float[] real = RunFloat(op, values);
            sbyte[] actual = values[op.Output.Name];
            QuantizationParameters output = op.Output.Quantization!;
            for (int i = 0; i < actual.Length; i++)
            {
                double exact = Math.Round((double)real[i] / output.Scale, MidpointRounding.AwayFromZero) + output.ZeroPoint;
                int expected = (int)Math.Clamp(exact, -128, 127);
                int difference = Math.Abs(expected - actual[i]);
                Assert.IsTrue(difference <= 1, $"{op.Location}: element {i}: expected {expected}, actual {actual[i]}");
                offByOne += difference;
            }

            elements += actual.Length;
        }

        Console.WriteLine($"{offByOne} of {elements} elements are off by one");
        Assert.IsTrue(offByOne <= mostOffByOne * elements, $"{offByOne} of {elements} elements are off by one");
    }

    /// <summary>Runs one operator in float on the dequantized values of its inputs.</summary>
    private static float[] RunFloat(Operator op, Dictionary<string, sbyte[]> values)
    {
        var graph = new ModelGraph("one");
        var inputs = new List<Tensor>();
        float[] fed = [];
        foreach (Tensor input in op.Inputs)
        {
            var tensor = new Tensor(input.Name, ElementType.Float32, input.Shape);
            float[] real = input.IsConstant ? Dequantize(input) : Dequantize(values[input.Name], input.Quantization!);
            if (!input.IsConstant && graph.Inputs.Count == 0)
            {
                graph.Inputs.Add(tensor);
                graph.SourceInputs.Add(new SourceInterface(tensor.Name, ElementType.Float32, tensor.Shape, false));
                fed = real;
            }
            else
            {
                tensor.Data = real;
            }

            inputs.Add(tensor);
        }

        var output = new Tensor("result", ElementType.Float32, op.Output.Shape);
        graph.Operators.Add(new Operator(op.Kind, op.Name, inputs, [output], op.Attributes));
        graph.Outputs.Add(output);
        graph.SourceOutputs.Add(new SourceInterface("result", ElementType.Float32, output.Shape, false));
        using var session = new FloatReference(graph, graph.Outputs);
        return session.Run(fed, "result");
    }

    private static float[] Dequantize(sbyte[] values, QuantizationParameters parameters)
    {
        return Array.ConvertAll(values, value => parameters.Scale * (value - parameters.ZeroPoint));
    }

    /// <summary>Weights per output channel, biases at the product of both scales, constants per tensor.</summary>
    private static float[] Dequantize(Tensor tensor)
    {
        QuantizationParameters parameters = tensor.Quantization!;
        int axis = parameters.Axis < 0 ? 0 : parameters.Axis;
        int inner = tensor.Shape.Skip(axis + 1).Aggregate(1, (product, dimension) => product * dimension);
        var real = new float[tensor.ElementCount];
        for (int i = 0; i < real.Length; i++)
        {
            int channel = parameters.Scales.Length == 1 ? 0 : i / inner % tensor.Shape[axis];
            double value = tensor.Type == ElementType.Int32 ? tensor.Int32s[i] : tensor.Int8s[i];
            real[i] = (float)(parameters.Scales[channel] * (value - parameters.ZeroPoints[channel]));
        }

        return real;
    }
}
