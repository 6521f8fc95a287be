using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// BatchNormalization in inference form, as scale and shift of each channel:
/// scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale (computed in double).
/// </summary>
internal sealed class BatchNormalizationConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["BatchNormalization"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);

        // Before operator set 14 its running statistics as outputs say that it is in training mode.
        bool isTraining = node.Flag("training_mode", false) || (node.Opset < 14 && node.OutputCount > 1 && node.OutputAt(1).Length > 0);
        if (input.Shape.Length < 2 || isTraining)
        {
            throw node.Unsupported("it is in training mode, or its input has no channels", "export the model in inference mode");
        }

        int channels = input.Shape[1];
        float[] gamma = Parameter(node, 1, "scales", channels);
        float[] beta = Parameter(node, 2, "shifts", channels);
        float[] mean = Parameter(node, 3, "means", channels);
        float[] variance = Parameter(node, 4, "variances", channels);
        double epsilon = node.Float("epsilon", 1e-5f);
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double factor = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            scale[c] = (float)factor;
            shift[c] = (float)(beta[c] - (mean[c] * factor));
            if (!float.IsFinite(scale[c]) || !float.IsFinite(shift[c]))
            {
                throw node.Error(
                    Diagnostics.DiagnosticId.OnnxWeightsNotFinite,
                    $"channel {c} has the variance {variance[c]}",
                    "train or export the model again; variance + epsilon must be positive");
            }
        }

        import.Emit(
            node,
            OperatorKind.ScaleShift,
            [
                import.ChannelsLast(node, input),
                import.MakeTensor($"{node.OutputName}/scale", [channels], scale),
                import.MakeTensor($"{node.OutputName}/shift", [channels], shift),
            ],
            input.Shape,
            OnnxLayout.ChannelsLast(input.Shape.Length));
    }

    private static float[] Parameter(OnnxNode node, int index, string what, int channels)
    {
        float[] values = node.FiniteFloats(index, what);
        return values.Length == channels ? values : throw node.Mismatch($"{values.Length} {what} for {channels} channels");
    }
}
