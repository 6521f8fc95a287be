using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.Tests.Desktop.Tflite;

namespace Edge.Tests.Desktop.Specification;

/// <content>Models of uint8 tensors, whose weights have a zero point.</content>
internal sealed partial class RandomModels
{
    private void LegacyConvolution()
    {
        int channels = Range(1, 12);
        int outputChannels = Range(1, 12);
        (int h, int w, int kernelH, int kernelW) = Window();
        int x = _builder.UInt8("x", [1, h, w, channels], ActivationScale(), _random.Next(256));
        int taps = kernelH * kernelW * channels;
        int weights = _builder.UInt8Constant("w", [outputChannels, kernelH, kernelW, channels], Bytes(outputChannels * taps), 0.01f, _random.Next(256));
        int bias = Bias(outputChannels, taps);
        (TflitePadding padding, int strideH, int strideW) = Steps(h, w, kernelH, kernelW);
        int[] shape = [1, Size(h, kernelH, strideH, padding), Size(w, kernelW, strideW, padding), outputChannels];
        int y = _builder.UInt8("y", shape, SumScale(x, weights, taps), _random.Next(256));
        _builder.Operator(TfliteOperatorCode.CONV_2D, [x, weights, bias], [y], SmallModels.ConvOptions(padding, strideH, strideW, AnyActivation()));
        Finish(x, y);
    }

    /// <summary>A 1x1 convolution, which marks the model as a legacy one, and a pool over windows of any count.</summary>
    private void LegacyAveragePool()
    {
        (int h, int w, int kernelH, int kernelW) = Window();
        int channels = Range(1, 12);
        (TflitePadding padding, int strideH, int strideW) = Steps(h, w, kernelH, kernelW);
        float scale = ActivationScale();
        int x = _builder.UInt8("x", [1, h, w, 1], scale, 100);
        int weights = _builder.UInt8Constant("w", [channels, 1, 1, 1], Bytes(channels), 0.02f, 120);
        int c = _builder.UInt8("c", [1, h, w, channels], scale, 100);
        int y = _builder.UInt8("y", [1, Size(h, kernelH, strideH, padding), Size(w, kernelW, strideW, padding), channels], scale, 100);
        _builder.Operator(TfliteOperatorCode.CONV_2D, [x, weights], [c], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        _builder.Operator(TfliteOperatorCode.AVERAGE_POOL_2D, [c], [y], SmallModels.PoolOptions(padding, kernelH, kernelW, strideH, strideW));
        Finish(x, y);
    }
}
