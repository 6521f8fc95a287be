using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>The meter on a small network whose graph is known.</summary>
[TestClass]
public sealed class LayerErrorMeterTests
{
    public static IEnumerable<object[]> Sets => KernelSets.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Every_layer_of_a_good_quantization_has_little_error(string kernels)
    {
        List<LayerError> layers = Measure(TinyNetworks.Relu(3), kernels, _ => { });
        Assert.IsTrue(layers.Count > 6);
        foreach (LayerError layer in layers)
        {
            Assert.IsTrue(layer.SqnrDecibels > 15, $"{layer.Tensor}: {layer.SqnrDecibels} dB");
            Assert.IsTrue(layer.Cosine > 0.98, $"{layer.Tensor}: {layer.Cosine}");
            Assert.AreEqual(0, layer.RescaledChannels);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void A_damaged_weight_shows_in_its_layer_and_is_inherited_by_the_next(string kernels)
    {
        Operator? damaged = null;
        List<LayerError> layers = Measure(TinyNetworks.Relu(3), kernels, quantized =>
        {
            damaged = quantized.Operators.Where(op => op.Kind == OperatorKind.Conv2D).ElementAt(2);
            sbyte[] weights = damaged.Inputs[1].Int8s;
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (sbyte)-weights[i];
            }
        });
        int index = layers.FindIndex(layer => layer.Tensor == damaged!.Output.Name);
        Assert.IsTrue(layers[index].SqnrDecibels < 3, $"{layers[index].SqnrDecibels} dB");
        Assert.IsTrue(layers.Take(index).All(layer => layer.SqnrDecibels > 15));
        Assert.IsTrue(layers.Skip(index + 1).Any(layer => layer.Cause == LayerCause.Inherited));
        Assert.AreEqual(layers[index].Tensor, LayerRanking.Worst(layers)[0].Tensor);
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Samples_beyond_the_inputs_range_are_named_where_the_input_is_read(string kernels)
    {
        const int Narrower = 4;
        List<LayerError> layers = Measure(TinyNetworks.Relu(3), kernels, quantized =>
        {
            Tensor input = quantized.Inputs[0];
            input.Quantization = new QuantizationParameters(input.Quantization!.Scale / Narrower, input.Quantization.ZeroPoint);
            int[] bias = quantized.Operators.First(op => op.Inputs[0] == input).Inputs[2].Int32s;
            for (int i = 0; i < bias.Length; i++)
            {
                bias[i] *= Narrower; // in steps of the input's scale
            }
        });
        Assert.AreEqual(LayerCause.Saturation, layers[0].Cause, layers[0].Reason);
        StringAssert.EndsWith(layers[0].Reason, ", already in the network's input");
        StringAssert.StartsWith(layers[0].Hint, "calibrate with samples like these");
    }

    private static List<LayerError> Measure(ModelGraph graph, string kernels, System.Action<ModelGraph> damage)
    {
        CalibrationSet samples = TinyNetworks.Samples(graph, 24, 5);
        ModelGraph quantized = Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        damage(quantized);
        DeviceProgram program = Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false, Fuse: true));
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program));
        Int8Model model = BlobFile.Load("tiny", blob, KernelSets.Create(kernels));
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        using var meter = new LayerErrorMeter(graph, BlobInfo.Read(model, blob));
        for (int i = 0; i < samples.Count; i++)
        {
            float[] sample = samples.Sample(i);
            ModelRunner.Run(model, TensorConverter.Quantize(model.Input, sample));
            meter.Add(sample, recorder);
        }

        return meter.Finish();
    }
}
