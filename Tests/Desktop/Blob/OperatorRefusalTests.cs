using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Blobs whose operators contradict their shapes, or whose numbers kernels could not count on.</summary>
[TestClass]
public sealed class OperatorRefusalTests
{
    private static readonly Dictionary<string, (ModelError Error, Func<DeviceProgram> Build, Action<DeviceOperator> Break)> s_cases = new()
    {
        ["rows beyond the input"] = (ModelError.BadShape, Slice, op => op.PadTop = 3),
        ["columns beyond the input"] = (ModelError.BadShape, Slice, op => op.StrideW = 2),
        ["columns before the input"] = (ModelError.BadShape, Slice, op => op.StrideW = -2),
        ["channels beyond the input"] = (ModelError.BadShape, Slice, op => op.PadFront = 5),
        ["a channel that is not there"] = (ModelError.BadShape, Gather, op => op.IndexMaps[1] = 6),
        ["a start beside a map"] = (ModelError.BadShape, Gather, op => op.PadFront = 1),
        ["blocks of more channels than there are"] = (ModelError.BadShape, DepthToSpace, op => op.StrideW = 3),
        ["rows below the last block"] = (ModelError.BadShape, DepthToSpace, op => op.PadTop = 1),
        ["columns behind the last block"] = (ModelError.BadShape, DepthToSpace, op => op.PadLeft = 1),
        ["a negative multiplier"] = (ModelError.BadQuantization, LongDense, op => op.ChannelMultipliers[1] = new FixedPointMultiplier(-5, 0)),
        ["a shift of 31"] = (ModelError.BadQuantization, LongDense, op => op.ChannelMultipliers[0] = new FixedPointMultiplier(1 << 30, 31)),
    };

    public static IEnumerable<object[]> Cases() => s_cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Each_is_refused(string name)
    {
        (ModelError error, Func<DeviceProgram> build, Action<DeviceOperator> spoil) = s_cases[name];
        Int8Model.Load(new MemoryWeightSource(BlobWriter.Write(OperatorScheduler.Build(build()))), new ReferenceKernels());
        DeviceProgram program = build();
        spoil(program.Operators[0]);
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program));
        ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels()));
        Assert.AreEqual(error, exception.Error);
    }

    /// <summary>Rows 1 to 3 of 5, columns 2 to 4 of 6, channels 1 to 4 of 6.</summary>
    private static DeviceProgram Slice()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 5, 6, 6]);
        int y = builder.Int8("y", [1, 3, 3, 4]);
        builder.Operator(TfliteOperatorCode.SLICE, [x, builder.Int32Constant("b", [4], 0, 1, 2, 1), builder.Int32Constant("s", [4], 1, 3, 3, 4)], [y]);
        return Lower(builder, x, y);
    }

    private static DeviceProgram Gather()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 5, 6, 6]);
        int y = builder.Int8("y", [1, 5, 6, 3]);
        OptionTable options = new OptionTable(TfliteOptionsType.Gather).Int(Fields.Gather.Axis, 3);
        builder.Operator(TfliteOperatorCode.GATHER, [x, builder.Int32Constant("i", [3], 5, 0, 2)], [y], options);
        return Lower(builder, x, y);
    }

    private static DeviceProgram DepthToSpace()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 3, 4, 8]);
        int y = builder.Int8("y", [1, 6, 8, 2]);
        builder.Operator(TfliteOperatorCode.DEPTH_TO_SPACE, [x], [y], new OptionTable(TfliteOptionsType.DepthToSpace).Int(Fields.Blocks.Size, 2));
        return Lower(builder, x, y);
    }

    private static DeviceProgram LongDense()
    {
        const int Count = 32000;
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, Count]);
        int w = builder.Int8Constant("w", [2, Count], [.. Enumerable.Range(0, 2 * Count).Select(i => (sbyte)(i % 3))]);
        int y = builder.Int8("y", [1, 2], 100);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        return Lower(builder, x, y);
    }

    private static DeviceProgram Lower(TfliteFileBuilder builder, int x, int y) =>
        Lowerer.Lower(TfliteReader.Read(builder.From(x).To(y).Build(), "small.tflite"), new LoweringOptions(RoundingMode.Double, IsTflite: true, Fuse: false));
}
