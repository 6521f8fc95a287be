using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// A blob of one 1x1 convolution that copies [2, 2, 3]: input scale 0.5 and zero point -128, weights the identity (127 x 1/127),
/// output the same scale and zero point. So result i is 0.5 x (the input's q + 128).
/// </summary>
internal static class TinyModel
{
    public const int InputBytes = 12;

    public static byte[] Blob(string name = "tiny", ElementType sourceType = ElementType.Int8, float[]? pixelScale = null, float[]? pixelOffset = null, bool isBlueFirst = false)
    {
        var quantization = new QuantizationParameters(0.5f, -128);
        var input = new Tensor("input", ElementType.Int8, [1, 2, 2, 3]) { Quantization = quantization };
        var output = new Tensor("output", ElementType.Int8, [1, 2, 2, 3]) { Quantization = quantization };
        sbyte[] identity = Enumerable.Range(0, 9).Select(i => i % 4 == 0 ? (sbyte)127 : (sbyte)0).ToArray();
        var weights = new Tensor("weights", ElementType.Int8, [3, 1, 1, 3])
        {
            Quantization = new QuantizationParameters([1 / 127f, 1 / 127f, 1 / 127f], [0, 0, 0], 0),
            Data = identity,
        };
        var bias = new Tensor("bias", ElementType.Int32, [3])
        {
            Quantization = new QuantizationParameters([0.5f / 127, 0.5f / 127, 0.5f / 127], [0, 0, 0], 0),
            Data = new int[3],
        };
        var graph = new ModelGraph(name);
        graph.Inputs.Add(input);
        graph.Outputs.Add(output);
        graph.SourceInputs.Add(new SourceInterface("input", sourceType, [1, 2, 2, 3], false));
        graph.SourceOutputs.Add(new SourceInterface("output", ElementType.Int8, [1, 2, 2, 3], false));
        graph.Operators.Add(new Operator(OperatorKind.Conv2D, "copy", [input, weights, bias], [output], new ConvAttributes(1, 1, default)));
        DeviceProgram program = Lowerer.Lower(graph, new LoweringOptions(RoundingMode.Double, true));
        program.PixelScale = pixelScale;
        program.PixelOffset = pixelOffset;
        program.IsBlueFirst = isBlueFirst;
        return SelfTestRecorder.Record(BlobWriter.Write(OperatorScheduler.Build(program)));
    }
}
