using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Quantization;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>Training with the rounding of int8: the integers are those of Edge's quantizer, and the weights learn through them.</summary>
[TestClass]
public sealed class FakeQuantizationTests
{
    private const string Text = "32x20x3 | 3/2/6/relu | c3.2.9.9.0.relu 3.2.18.12.0.relu | 0/10/relu";

    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-").FullName;

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Weights_are_rounded_to_the_integers_that_a_conversion_stores()
    {
        NetworkShape shape = ShapeCatalog.Get(Text);
        using MeterNetwork network = Train(shape, 6);
        NetworkExport.Write(_folder, shape, network);
        string calibration = Path.Combine(_folder, "calibration");
        SampleSet.Render(2, 32, _ => { }).Write(calibration, "rendered", "MIT");
        ModelGraph converted = ModelConverter.Convert(
            SourceModel.Read(Path.Combine(_folder, NetworkExport.Weights), null),
            new ConversionOptions { CalibrationPath = calibration, Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive, Threads = 1 } }).Quantized;

        List<Operator> layers = converted.Operators.Where(op => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected).ToList();
        List<Tensor> weights = Layers(network);
        Assert.AreEqual(weights.Count, layers.Count);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            float[] values = weights[layer].data<float>().ToArray();
            float[] rounded = RoundedWeights.Quantize("layer", values, weights[layer].shape);
            CollectionAssert.AreEqual(layers[layer].Inputs[1].Int8s, Levels(values, rounded, weights[layer].shape, layers[layer].Kind), $"layer {layer}, {layers[layer]}");
        }
    }

    [TestMethod]
    public void Activations_are_rounded_to_the_values_of_Edges_int8()
    {
        QuantizationParameters parameters = AffineParameters.Of(new ActivationRange(-0.7f, 3.1f));
        float[] values = Enumerable.Range(0, 200).Select(i => -1.5f + 0.0317f * i).ToArray();
        using Tensor rounded = RoundedActivations.Round(tensor(values), parameters);
        float[] expected = values.Select(value => (AffineParameters.Quantize(value, parameters) - parameters.ZeroPoint) * parameters.Scale).ToArray();
        float[] actual = rounded.data<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-6f, $"of {values[i]}");
        }
    }

    [TestMethod]
    public void The_gradient_of_an_activation_goes_through_where_nothing_is_cut_off()
    {
        QuantizationParameters parameters = AffineParameters.Of(new ActivationRange(0, 2));
        using Tensor values = tensor(new[] { -0.5f, 0.3f, 1.9f, 2.5f }, requires_grad: true);
        RoundedActivations.Round(values, parameters).sum().backward();
        CollectionAssert.AreEqual(new[] { 0f, 1f, 1f, 0f }, values.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void A_step_runs_on_rounded_weights_and_gives_the_weights_back()
    {
        manual_seed(4);
        using var network = new MeterNetwork(ShapeCatalog.Get(Text), 0);
        using FakeQuantization quantization = FakeQuantization.Of(network, Batches(2));
        // Convolutions of the stem, the dense block, the MBConv block, and two fully connected layers; all are left in memory.
        Assert.AreEqual(7, quantization.WeightCount);
        Assert.AreEqual(7, quantization.ActivationCount);
        List<float[]> before = Layers(network).Select(weights => weights.data<float>().ToArray()).ToList();
        network.eval(); // no norm moves between the two passes
        using Tensor batch = Batches(1).First();
        quantization.Round();
        using Tensor first = network.call(batch);
        first.pow(2).sum().backward();
        float[] inside = Layers(network)[0].data<float>().ToArray();
        Assert.IsLessThanOrEqualTo(255, inside.Take(27).Distinct().Count());
        CollectionAssert.AreNotEqual(before[0], inside);
        quantization.Restore();
        quantization.Restore(); // once more does no harm
        for (int i = 0; i < before.Count; i++)
        {
            CollectionAssert.AreEqual(before[i], Layers(network)[i].data<float>().ToArray(), $"layer {i}");
            Assert.IsTrue(Layers(network)[i].grad!.abs().sum().item<float>() > 0, $"gradient of layer {i}");
        }
    }

    [TestMethod]
    public void A_network_of_ones_own_is_trained_with_rounding_and_computes_as_before_afterwards()
    {
        manual_seed(5);
        using Sequential own = nn.Sequential(("conv", nn.Conv2d(1, 4, 3)), ("act", nn.ReLU()), ("flat", nn.Flatten()), ("out", nn.Linear(4 * 36, 2)));
        using optim.Optimizer optimizer = optim.SGD(own.parameters(), 0.05);
        using Tensor data = rand(16, 1, 8, 8);
        using Tensor labels = (data.mean(new long[] { 1, 2, 3 }) > 0.5f).to_type(ScalarType.Int64);
        float first = 0;
        float last = 0;
        using (FakeQuantization quantization = FakeQuantization.Of(own, [data.clone()]))
        {
            Assert.AreEqual(2, quantization.WeightCount);
            Assert.AreEqual(2, quantization.ActivationCount);
            for (int step = 0; step < 60; step++)
            {
                optimizer.zero_grad();
                quantization.Round();
                using Tensor loss = nn.functional.cross_entropy(own.call(data), labels);
                loss.backward();
                quantization.Restore();
                optimizer.step();
                last = loss.item<float>();
                first = step == 0 ? last : first;
            }
        }
        Assert.IsLessThan(0.9f * first, last, $"{first} to {last}");
        using Tensor plain = own.call(data);
        using Tensor again = nn.functional.linear(nn.functional.relu(nn.functional.conv2d(data, own.get_parameter("conv.weight")!, own.get_parameter("conv.bias")!)).flatten(1), own.get_parameter("out.weight")!, own.get_parameter("out.bias")!);
        CollectionAssert.AreEqual(again.data<float>().ToArray(), plain.data<float>().ToArray());
    }

    [TestMethod]
    public void Nothing_to_round_and_nothing_to_calibrate_with_are_refused()
    {
        using Sequential empty = nn.Sequential(nn.ReLU());
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => FakeQuantization.Of(empty, Batches(1))).Message, "nothing to quantize");
        using var network = new MeterNetwork(ShapeCatalog.Get(Text), 0);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => FakeQuantization.Of(network, [])).Message, "no batch to calibrate");
    }

    [TestMethod]
    public void A_run_goes_on_from_a_network_with_rounding_and_refuses_one_of_another_shape()
    {
        var options = new TrainingOptions { Shape = Text, Samples = 128, ValidationSamples = 64, Epochs = 1, Batch = 64, Threads = 1 };
        string first = Path.Combine(_folder, "first");
        string second = Path.Combine(_folder, "second");
        new TrainingRun(options, first, new ProgressLine()).Run();
        TrainingOptions fine = options with { From = first, IsQuantized = true, LearningRate = 1e-6 };
        new TrainingRun(fine, second, new ProgressLine()).Run();
        float[] start = SafetensorsFile.Read(Path.Combine(first, NetworkExport.Weights))["features.0.0.weight"].Values;
        float[] end = SafetensorsFile.Read(Path.Combine(second, NetworkExport.Weights))["features.0.0.weight"].Values;
        Assert.IsTrue(start.Zip(end).All(pair => MathF.Abs(pair.First - pair.Second) < 1e-4f), "goes on from the first network's weights");
        CollectionAssert.AreNotEqual(start, end);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(fine with { Shape = "tiny" }, Path.Combine(_folder, "third"), new ProgressLine()).Run());
        StringAssert.Contains(error.Message, "another shape");
    }

    private static List<Tensor> Layers(nn.Module network)
    {
        return network.named_modules().Select(pair => pair.module switch
        {
            Conv2d convolution => (Tensor?)convolution.weight,
            Linear linear => linear.weight,
            _ => null,
        }).Where(weights => weights is not null).Select(weights => weights!).ToList();
    }

    // The integers in the order of the converted graph: [O, H, W, I], depthwise [1, H, W, O].
    private static sbyte[] Levels(float[] values, float[] rounded, long[] shape, OperatorKind kind)
    {
        int outputs = (int)shape[0];
        int each = values.Length / outputs;
        int taps = shape.Length == 4 ? (int)(shape[2] * shape[3]) : 1;
        int inputs = each / taps;
        var levels = new sbyte[values.Length];
        for (int o = 0; o < outputs; o++)
        {
            float scale = values.AsSpan(o * each, each).ToArray().Max(MathF.Abs) / 127;
            for (int i = 0; i < each; i++)
            {
                int input = i / taps;
                int tap = i % taps;
                int at = kind == OperatorKind.DepthwiseConv2D ? (tap * outputs) + o : (((o * taps) + tap) * inputs) + input;
                levels[at] = (sbyte)MathF.Round(rounded[(o * each) + i] / scale);
            }
        }
        return levels;
    }

    private static MeterNetwork Train(NetworkShape shape, int steps)
    {
        manual_seed(6);
        var network = new MeterNetwork(shape, 0);
        using FakeQuantization quantization = FakeQuantization.Of(network, Batches(2));
        using optim.Optimizer optimizer = optim.AdamW(network.parameters(), 2e-3);
        SampleSet crops = SampleSet.Render(3, 64, _ => { });
        network.train();
        int[] order = Enumerable.Range(0, crops.Count).ToArray();
        var loss = new TrainingLoss(new TrainingOptions(), crops, null);
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            quantization.Round();
            loss.Of(network.call(BatchBuilder.Plain(crops, 0, crops.Count)), order, 0).backward();
            quantization.Restore();
            optimizer.step();
        }
        network.eval();
        return network;
    }

    private static IEnumerable<Tensor> Batches(int count)
    {
        SampleSet crops = SampleSet.Render(7, 16 * count, _ => { });
        for (int i = 0; i < count; i++)
        {
            yield return BatchBuilder.Plain(crops, 16 * i, 16);
        }
    }
}
