using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.Benchmarks;

/// <summary>The float networks that the quantizer is measured on, with their data in the shared folder.</summary>
internal sealed class QuantizerCases
{
    /// <summary>Names of all cases.</summary>
    public static readonly string[] Names =
    [
        "digits_mbv3se", "cifar_mbv3se", "cifar_mbv3se_unbalanced", "mbnetv1_025_128", "minifasnet_v2", "vww_96_float", "ic_resnet_float",
    ];

    private const double Spread = 100;
    private const int Seed = 7;

    private readonly string _models;
    private readonly string _data;
    private readonly int _limit;

    /// <summary>Prepares to make cases.</summary>
    /// <param name="shared">The shared folder.</param>
    /// <param name="limit">Most test samples.</param>
    public QuantizerCases(string shared, int limit)
    {
        _models = Path.Combine(shared, "models");
        _data = Path.Combine(shared, "data");
        _limit = limit;
    }

    /// <summary>Makes a case; null when there is none of that name.</summary>
    public QuantizerCase? Make(string name) => name switch
    {
        "digits_mbv3se" => WithCalibration(name, Read("digits_mbv3se/digits_mbv3se.onnx"), "digits/calib", "digits/test"),
        "cifar_mbv3se" => WithCalibration(name, Read("cifar_mbv3se/cifar_mbv3se.onnx"), "cifar10/calib", "cifar10/testA"),
        "cifar_mbv3se_unbalanced" =>
            WithCalibration(name, ChannelImbalance.Apply(Read("cifar_mbv3se/cifar_mbv3se.onnx"), Spread, Seed), "cifar10/calib", "cifar10/testA"),
        "mbnetv1_025_128" => Halves(name, "mbnetv1_025_128/imagenet_mbnetv1_025_128.onnx", true, pixel => pixel, 1 / 127.5f, -1),
        "minifasnet_v2" => Halves(name, "minifasnet_v2/MiniFASNetV2.onnx", false, Reversed, 1, 0),
        "vww_96_float" => Halves(name, "vww_96_float.tflite", false, pixel => pixel, 1 / 255f, 0),
        "ic_resnet_float" => WithCalibration(name, Read("ic_resnet_float.tflite"), "cifar10/calib", "cifar10/testA", new Normalisation([1], [0])),
        _ => null,
    };

    private ModelGraph Read(string path) => SourceModel.Read(Path.Combine(_models, path), null);

    private QuantizerCase WithCalibration(string name, ModelGraph graph, string calibration, string test, Normalisation? normalisation = null)
    {
        Dataset samples = Dataset.Open(Path.Combine(_data, test), graph.Inputs[0].Shape, normalisation);
        int count = Math.Min(_limit, samples.Count);
        var set = CalibrationSet.From(samples, count);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => samples.Label((int)((long)i * samples.Count / count)))];
        return new QuantizerCase(name, graph,
            [new QuantizerFold(CalibrationSet.From(Dataset.Open(Path.Combine(_data, calibration), graph.Inputs[0].Shape, normalisation)), set, labels)]);
    }

    /// <summary>The 200 photographs in two halves, each calibrating for the other; scaled to the network's input.</summary>
    private QuantizerCase Halves(string name, string model, bool hasLabels, Func<float[], float[]> channels, float scale, float offset)
    {
        ModelGraph graph = Read(model);
        Dataset photos = Dataset.Open(Path.Combine(_data, "imagenet128/dev200"));
        int size = graph.Inputs[0].Shape[1];
        float[][] samples = [.. Enumerable.Range(0, photos.Count).Select(i =>
            Array.ConvertAll(channels(Shrink(photos.ReadStored(i), photos.Shape[0], size)), value => (value * scale) + offset))];
        var all = CalibrationSet.From(photos.Path, samples);
        var folds = new List<QuantizerFold>();
        for (int half = 0; half < 2; half++)
        {
            int parity = half;
            CalibrationSet test = all.Part(half, 2);
            int[] labels = [.. Enumerable.Range(0, photos.Count).Where(i => i % 2 == parity).Select(photos.Label)];
            folds.Add(new QuantizerFold(all.Part(1 - half, 2), test, hasLabels ? labels : []));
        }

        return new QuantizerCase(name, graph, folds);
    }

    private static float[] Reversed(float[] rgb)
    {
        float[] bgr = [.. rgb];
        for (int i = 0; i < bgr.Length; i += 3)
        {
            (bgr[i], bgr[i + 2]) = (bgr[i + 2], bgr[i]);
        }

        return bgr;
    }

    /// <summary>A square RGB picture, bilinear, rounded to whole values.</summary>
    private static float[] Shrink(float[] picture, int from, int to)
    {
        if (from == to)
        {
            return picture;
        }

        float[] small = new float[to * to * 3];
        for (int i = 0; i < small.Length; i++)
        {
            double y = (((i / 3 / to) + 0.5) * from / to) - 0.5;
            double x = (((i / 3 % to) + 0.5) * from / to) - 0.5;
            int top = (int)y;
            int left = (int)x;
            double above = Mix(picture[Index(top, left)], picture[Index(top, left + 1)], x - left);
            double below = Mix(picture[Index(top + 1, left)], picture[Index(top + 1, left + 1)], x - left);
            small[i] = (float)Math.Round(Mix(above, below, y - top));

            int Index(int row, int column) => (((Math.Min(row, from - 1) * from) + Math.Min(column, from - 1)) * 3) + (i % 3);
        }

        return small;
    }

    private static double Mix(double a, double b, double share) => a + ((b - a) * share);
}
