using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Profiling;

// Fitted to what Tests/Benchmarks/Native/run.sh counts (RV32IMC, gcc 12 -O2): products, results, inputs laid out and calls. The
// counts of its thirteen shapes come out within 10 %. Operators that it does not count are counted by hand from their loops.

/// <summary>RV32IMC instructions that the native kernels execute.</summary>
internal static class NativeInstructions
{
    private const double Call = 900; // record read and checked, rows found
    private const double DoubleResult = 33; // requantize, clamp, store
    private const double SingleResult = 24;
    private const double ConvolutionResult = 8; // more: the multiplier is made ready for two pixels only

    /// <summary>Instructions of one call that makes rows.</summary>
    /// <param name="stage">The operator.</param>
    /// <param name="count">Output rows.</param>
    /// <param name="channels">Channels of a convolution.</param>
    public static double OfRows(Stage stage, int count, int channels)
    {
        double result = stage.Rounding == RoundingMode.Double ? DoubleResult : SingleResult;
        double pixels = (double)count * stage.Output.Width;
        double elements = (double)count * stage.Output.RowBytes;
        return Call + stage.OpCode switch
        {
            OpCode.Conv2D => OfConvolution(stage, pixels, channels, result),
            OpCode.DepthwiseConv2D => OfDepthwise(stage, count, pixels, channels, result),
            OpCode.Add => elements * (stage.Rounding == RoundingMode.Double ? 75 : 24),
            OpCode.Mul or OpCode.PRelu => elements * (result + 8),
            OpCode.AveragePool or OpCode.MaxPool when !stage.Accumulates => elements * ((8.0 * stage.KernelH * stage.KernelW) + (20 * stage.KernelH) + 20),
            OpCode.AveragePool => elements * 20,
            OpCode.Mean => elements * (result + 4),
            OpCode.Softmax => elements * 60,
            OpCode.Transpose => elements * 40,
            OpCode.Table => elements * 6,
            OpCode.Pad or OpCode.Reshape or OpCode.Concat or OpCode.Resize => elements * 5,
            _ => 0,
        };
    }

    /// <summary>Instructions of one call that adds an input row to sums.</summary>
    public static double OfSums(Stage stage) => Call + (5.0 * stage.Input.RowBytes);

    private static double OfConvolution(Stage stage, double pixels, int channels, double result)
    {
        bool isPointwise = stage is { KernelH: 1, KernelW: 1, Groups: 1 };
        bool isSingle = pixels < 2;
        double macs = pixels * channels * stage.TapsPerChannel;
        bool isInWords = stage.Input.Channels / stage.Groups % 4 == 0;
        double perInput = (isPointwise, isInWords) switch // summed up, and laid out before
        {
            (true, true) => 1,
            (true, false) => 3.5,
            (false, true) => 3,
            (false, false) => 14,
        };
        return (macs * (isSingle ? 3.5 : 2.9)) + (pixels * stage.TapsPerChannel * perInput) + (pixels * channels * (result + ConvolutionResult)) + (pixels * 60);
    }

    private static double OfDepthwise(Stage stage, int count, double pixels, int channels, double result)
    {
        double macs = pixels * channels * stage.TapsPerChannel;
        bool isSliding = stage is { KernelH: 3, KernelW: 3, StrideH: 1 or 2, ChannelMultiplier: 1 } && stage.StrideW == stage.StrideH;
        if (isSliding)
        {
            return (macs * 2.8) + (pixels * channels * (result - 13)) + (count * channels * 115.0);
        }

        // Inputs of a channel laid out once for all rows of the call.
        double lines = ((count - 1) * stage.StrideH) + stage.KernelH;
        double length = ((stage.Output.Width - 1) * stage.StrideW) + stage.KernelW;
        return (macs * 3.3) + (pixels * channels * result) + (lines * length * channels * 6) + (count * channels * 90.0);
    }
}
