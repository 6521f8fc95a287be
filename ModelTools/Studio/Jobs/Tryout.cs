using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Runs one input through a conversion's blob, and through the float model it came from.</summary>
internal static class Tryout
{
    private const int MostClasses = 10;

    /// <summary>Runs an input.</summary>
    /// <param name="conversion">The conversion.</param>
    /// <param name="path">A picture, .npy or .bin.</param>
    /// <exception cref="Diagnostics.EdgeException">The input does not fit the network.</exception>
    public static TryResult Run(FinishedConversion conversion, string path)
    {
        byte[] blob = conversion.Result.Blob;
        Int8Model model = BlobFile.Load(conversion.FileName, blob, KernelSets.Create(KernelSets.Default));
        sbyte[] input = InputReader.Read(model.Input, path, conversion.Options.Normalisation, conversion.Options.IsChannelsFirst);
        string checkedKernels = KernelSets.CheckOf(KernelSets.Default);
        new KernelCheck(conversion.FileName, blob, KernelSets.Default, checkedKernels).Require("the input", input);
        ModelRunner.RunZero(model); // the first inference compiles the kernels
        var watch = Stopwatch.StartNew();
        sbyte[][] outputs = ModelRunner.Run(model, input);
        double timeMs = watch.Elapsed.TotalMilliseconds;
        IReadOnlyList<ClassScore> scores = ClassScore.Best(model, TensorConverter.Dequantize(model.GetOutput(0), outputs[0]), MostClasses);
        return new TryResult(
            scores, Reference(conversion, model, input, scores), ValuePicture.OfInput(input, model.Input.Height, model.Input.Width, model.Input.Channels), Layers(model, blob, input), timeMs, checkedKernels);
    }

    /// <summary>The float model gets the input as the blob has it: the difference is that of the network alone.</summary>
    private static float[] Reference(FinishedConversion conversion, Int8Model model, sbyte[] input, IReadOnlyList<ClassScore> scores)
    {
        if (conversion.Result.Quantization is null)
        {
            return [];
        }

        using var session = new FloatReference(conversion.Result.Source);
        float[] values = session.Run(TensorConverter.Dequantize(model.Input, input), 1, [conversion.Result.Source.Outputs[0].Name])[0];
        return [.. scores.Select(score => values[score.Class])];
    }

    private static List<TryLayer> Layers(Int8Model model, byte[] blob, sbyte[] input)
    {
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        ModelRunner.Run(model, input);
        model.Observe(null);
        BlobInfo info = BlobInfo.Read(model, blob);
        return [.. recorder.Layers.Values.Where(layer => layer.OperatorId >= 0).Select(layer => Layer(layer, info))];
    }

    private static TryLayer Layer(RecordedLayer layer, BlobInfo info)
    {
        double scale = info.TensorScale(layer.TensorId);
        double Real(double value) => scale * (value - (layer.ZeroPoint - 128));
        return new TryLayer(
            info.OperatorName(layer.OperatorId),
            info.OperatorKind(layer.OperatorId),
            $"{layer.Height}×{layer.Width}×{layer.Channels}",
            Real(layer.Values.Min()),
            Real(layer.Values.Max()),
            Real(layer.Values.Average(value => (double)value)),
            layer.Values.Count(value => value is sbyte.MinValue or sbyte.MaxValue) / (double)layer.Values.Length,
            ValuePicture.OfMean(layer.Values, layer.Height, layer.Width, layer.Channels));
    }
}
