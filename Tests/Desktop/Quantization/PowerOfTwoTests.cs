using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Multipliers that are powers of two for the packed kernels: which scales give them, that all channels get them, and what stops it.</summary>
[TestClass]
public sealed class PowerOfTwoTests
{
    private const double Unit = 3;

    [TestMethod]
    [DataRow(1.0, new double[] { 0.75, 1.5 })]
    [DataRow(0.75, new double[] { 0.75 })]
    [DataRow(0.75 * (1 + 1e-8), new double[] { 0.75 })]
    [DataRow(0.75 * (1 - 1e-8), new double[] { 0.75 })]
    [DataRow(1.5, new double[] { 1.5 })]
    [DataRow(1.6, new double[] { 1.5 })]
    [DataRow(3.1, new double[] { })]
    [DataRow(0.007, new double[] { 3.0 / 512, 3.0 / 256 })]
    [DataRow(0.005, new double[] { 3.0 / 512 })]
    [DataRow(1e-9, new double[] { 3.0 / 512 })]
    public void The_scales_around_one_are_those_with_shifts_of_1_to_9(double scale, double[] expected)
    {
        CollectionAssert.AreEqual(Array.ConvertAll(expected, value => (float)value), PowerOfTwoScales.Around(scale, Unit));
    }

    [TestMethod]
    public void Nearest_takes_the_scale_above_and_the_one_below_where_clipping_costs_less()
    {
        // The largest weights are 127 steps of 1.9, 1.3 and 1.002 times 2^-4: what the third loses of its largest, it gains in the others.
        const double Power = 1.0 / 16;
        float[] row = [.. Enumerable.Range(0, 64).Select(i => (float)(Power * (i + 0.5)))];
        float[] values = [.. Row(1.9), .. Row(1.3), .. Row(1.002)];
        var weights = new Tensor("w", ElementType.Float32, [3, 1, 1, row.Length]) { Data = values };
        float[] scales = WeightQuantizer.MaximumScales(weights, 0);
        PowerOfTwoScales.Apply(scales, weights, 0, 1);
        CollectionAssert.AreEqual(new[] { (float)(2 * Power), (float)(2 * Power), (float)Power }, scales);

        // A scale that was raised to keep the bias in range stays above, and where no power is, it stays as it is.
        scales = [(float)(1.01 * Power * 2), 0.6f, 1.6f];
        PowerOfTwoScales.Apply(scales, weights, 0, 1);
        CollectionAssert.AreEqual(new[] { (float)(4 * Power), 0.6f, 1.6f }, scales);

        float[] Row(double largest) => [(float)(127 * Power * largest), .. row.Skip(1)];
    }

    [TestMethod]
    [DataRow(nameof(CorrectionMethod.None))]
    [DataRow(nameof(CorrectionMethod.Bias))]
    [DataRow(nameof(CorrectionMethod.Rounding))]
    [DataRow(nameof(CorrectionMethod.LeastSquares))]
    public void All_channels_of_all_convolutions_get_powers_of_two_and_the_error_stays_small(string correctionName)
    {
        foreach (ModelGraph graph in (ModelGraph[])[TinyNetworks.MobileNetV3(3), TinyNetworks.Relu(4), TinyNetworks.SqueezedRelu(5)])
        {
            CalibrationSet samples = TinyNetworks.Samples(graph, 64, 5);
            var recipe = new QuantizationRecipe { Correction = Enum.Parse<CorrectionMethod>(correctionName) };
            ModelGraph plain = Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = recipe });
            ModelGraph powers = Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = recipe with { PowerOfTwoMultipliers = true } });
            AssertPowersOfTwo(Lower(powers));
            Assert.IsTrue(Convolutions(Lower(plain)).Any(op => !op.ChannelMultipliers.All(IsShift)), "else there is nothing to see");

            var error = new OutputError(graph, TinyNetworks.Samples(graph, 64, 6), 2);
            double least = error.Measure(plain).Sum();
            Assert.IsLessThan(2 * least, error.Measure(powers).Sum(), $"{graph.Name}: {least}");
        }
    }

    [TestMethod]
    public void A_network_for_packed_kernels_stays_within_the_bounds_and_its_recipe_repeats_it()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(3);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 5);
        QuantizationResult accurate = Quantizer.Run(graph, samples, new QuantizerOptions());
        QuantizationResult packed = Quantizer.Run(graph, samples, new QuantizerOptions { Purpose = WeightPurpose.Packed });

        Assert.IsFalse(accurate.Recipe.PowerOfTwoMultipliers);
        Assert.IsTrue(packed.Recipe.PowerOfTwoMultipliers, string.Join('\n', packed.Trials.Select(trial => $"{trial.Name}: {trial.OutputError}")));
        AssertPowersOfTwo(Lower(packed.Graph));
        QuantizationTrial plain = packed.Trials.Last(trial => trial.Name == accurate.Recipe.ToString());
        QuantizationTrial taken = packed.Trials.Last(trial => trial.Name == packed.Recipe.ToString());
        Assert.IsLessThanOrEqualTo(Math.Max(InstructionPriceSearch.FreeNoise, InstructionPriceSearch.MostNoise * plain.OutputError), taken.OutputError);
        QuantizationRecipe pinned = RecipeFile.Parse("recipe", RecipeFile.ToJson(packed.Recipe, true));
        Assert.AreEqual(GraphText.Of(packed.Graph), GraphText.Of(Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = pinned })));
    }

    [TestMethod]
    public void With_a_few_samples_weights_serve_accuracy_alone_and_the_user_is_told()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        CalibrationSet samples = TinyNetworks.Samples(graph, 31, 5);
        var warnings = new List<string>();
        QuantizationResult result = Quantizer.Run(graph, samples, new QuantizerOptions { Purpose = WeightPurpose.Packed, Warn = warnings.Add });
        Assert.IsTrue(warnings.Any(warning => warning.Contains("--for packed") && warning.Contains("31 samples")), string.Join('\n', warnings));
        Assert.AreEqual(GraphText.Of(Quantizer.Quantize(graph, samples)), GraphText.Of(result.Graph));
    }

    [TestMethod]
    public void A_model_that_came_quantized_keeps_its_weights_and_the_option_is_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 8, 5), new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        var options = new ConversionOptions { Quantizer = new QuantizerOptions { Purpose = WeightPurpose.Packed } };
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => ModelConverter.Convert(quantized, options), "--for packed", "int8 already");
    }

    [TestMethod]
    [DataRow("digits_mbv3se.onnx", false)]
    [DataRow("meter_digits/weights.safetensors", false)]
    [DataRow("meter_digits_large/weights.safetensors", false)]
    [DataRow("meter_digits_light/weights.safetensors", true)]
    [DataRow("meter_digits_teacher/weights.safetensors", false)]
    [DataRow("meter_digits_base/weights.safetensors", false)]
    public void Networks_of_the_sample_get_powers_of_two_everywhere(string model, bool isEqualized)
    {
        AssertPowersOfTwo(Repository.PathOf($"Samples/MeterDigits/model/{model}"), Repository.PathOf("Samples/MeterDigits/calibration"), isEqualized, CorrectionMethod.Bias);
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void The_shared_network_gets_powers_of_two_everywhere()
    {
        string model = SharedFolder.Require("models/cifar_mbv3se/cifar_mbv3se.onnx");
        AssertPowersOfTwo(model, SharedFolder.Require("data/cifar10/calib"), true, CorrectionMethod.Rounding);
    }

    private static void AssertPowersOfTwo(string model, string calibration, bool isEqualized, CorrectionMethod correction)
    {
        ModelGraph graph = SourceModel.Read(model, null);
        var samples = CalibrationSet.From(Dataset.Open(calibration, graph.Inputs[0].Shape, null), 64);
        var recipe = new QuantizationRecipe { Equalize = isEqualized, Correction = correction, PowerOfTwoMultipliers = true };
        AssertPowersOfTwo(Lower(Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = recipe })));
    }

    private static void AssertPowersOfTwo(DeviceProgram program)
    {
        foreach (DeviceOperator op in Convolutions(program))
        {
            int others = op.ChannelMultipliers.Count(multiplier => !IsShift(multiplier));
            Assert.AreEqual(0, others, $"{op.Name}: {others} of {op.ChannelMultipliers.Length} channels, first {op.ChannelMultipliers.FirstOrDefault(multiplier => !IsShift(multiplier))}");
        }
    }

    /// <summary>Those of more than one position; squeeze-excite layers and fully connected ones keep the scales that are best.</summary>
    private static IEnumerable<DeviceOperator> Convolutions(DeviceProgram program) =>
        program.Operators.Where(op => op.OpCode is OpCode.Conv2D or OpCode.DepthwiseConv2D && op.Output.Height * op.Output.Width > 1);

    /// <summary>Half or less, 2^-9 or more: 2^30 * 2^(shift - 31).</summary>
    private static bool IsShift(FixedPointMultiplier multiplier) => multiplier is { Multiplier: 1 << 30, Shift: >= -8 and <= 0 };

    private static DeviceProgram Lower(ModelGraph quantized) => Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false));
}
