using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Comparison;

/// <summary>Runs a blob on a golden folder's inputs and compares every tensor that both have, and the outputs.</summary>
internal static class GoldenComparer
{
    /// <summary>Compares.</summary>
    /// <param name="model">A loaded blob.</param>
    /// <param name="info">Its names.</param>
    /// <param name="golden">Recorded results.</param>
    public static ComparisonReport Compare(Int8Model model, BlobInfo info, GoldenFolder golden)
    {
        var report = new ComparisonReport();
        foreach (string vector in golden.Vectors)
        {
            var recorder = new LayerRecorder();
            model.Observe(recorder);
            sbyte[][] outputs = ModelRunner.Run(model, InputReader.FromRaw(model.Input, golden.Input(vector), golden.InputPath(vector)));
            model.Observe(null);
            Dictionary<int, RecordedLayer> bySource = recorder.Layers.Values
                .Where(layer => info.TensorSource(layer.TensorId) >= 0)
                .GroupBy(layer => info.TensorSource(layer.TensorId))
                .ToDictionary(group => group.Key, group => group.Last());
            foreach (GoldenLayer layer in golden.Layers)
            {
                CompareLayer(report, golden, layer, vector, bySource.GetValueOrDefault(layer.TensorIndex));
            }

            CompareOutputs(report, model, golden, vector, outputs);
        }

        return report;
    }

    private static void CompareLayer(ComparisonReport report, GoldenFolder golden, GoldenLayer layer, string vector, RecordedLayer? actual)
    {
        if (layer.Type != "INT8" || !layer.Hashes.TryGetValue(vector, out string? hash))
        {
            // Float results lie outside the device; the outputs are compared as bytes below.
            return;
        }

        string where = $"vector {vector}, operator {layer.Operator} {layer.Kind}, tensor {layer.TensorIndex}";
        if (actual is null)
        {
            report.Missing.Add($"operator {layer.Operator} {layer.Kind}, tensor {layer.TensorIndex}");
            return;
        }

        report.Compared++;
        ReadOnlySpan<byte> values = MemoryMarshal.AsBytes<sbyte>(actual.Values);
        if (Convert.ToHexStringLower(SHA256.HashData(values)) == hash)
        {
            return;
        }

        byte[]? expected = golden.Values(layer, vector);
        string? difference = expected is null ? "the hashes differ"
            : TensorDifference.Describe([actual.Height, actual.Width, actual.Channels], MemoryMarshal.Cast<byte, sbyte>(expected), actual.Values);
        report.Differences.Add($"{where}: {difference ?? "the recorded values and their hash disagree"}");
    }

    private static void CompareOutputs(ComparisonReport report, Int8Model model, GoldenFolder golden, string vector, sbyte[][] outputs)
    {
        byte[]? expected = golden.Output(vector);
        if (expected is null)
        {
            return;
        }

        using var actual = new MemoryStream();
        for (int i = 0; i < outputs.Length; i++)
        {
            actual.Write(TensorConverter.ToRaw(model.GetOutput(i), outputs[i]));
        }

        report.Compared++;
        if (!actual.ToArray().AsSpan().SequenceEqual(expected))
        {
            report.Differences.Add($"vector {vector}, output: the bytes differ");
        }
    }
}
