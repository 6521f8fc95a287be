using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>int8 models that end in real numbers: the device gives the scores, the host does the rest.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FloatTailTests
{
    private const float Scale = 0.25f;

    [TestMethod]
    [DataRow(nameof(TfliteOperatorCode.SOFTMAX), nameof(OutputFinish.Softmax))]
    [DataRow(nameof(TfliteOperatorCode.LOGISTIC), nameof(OutputFinish.Sigmoid))]
    [DataRow(nameof(TfliteOperatorCode.LOG_SOFTMAX), nameof(OutputFinish.LogSoftmax))]
    public void The_command_line_gives_what_the_tail_gives(string codeName, string finishName)
    {
        var code = Enum.Parse<TfliteOperatorCode>(codeName);
        var finish = Enum.Parse<OutputFinish>(finishName);
        foreach (bool isReshaped in new[] { false, true })
        {
            using var folder = new TemporaryFolder();
            string path = folder.Write("tail.tflite", Model(code, isReshaped).Build());
            ModelGraph graph = SourceModel.Read(path, null);
            Assert.AreEqual(finish, graph.SourceOutputs[0].Finish);
            Assert.AreEqual(ElementType.Int8, graph.Outputs[0].Type);
            string blob = folder.File("m.edge8");
            (int exit, _, string error) = CommandLine.Run("convert", path, "-o", blob);
            Assert.AreEqual(0, exit, error);
            sbyte[] scores = [3, -7, 12, 0];
            string raw = folder.File("out.bin");
            (exit, _, error) = CommandLine.Run("run", blob, folder.Write("in.bin", [.. scores.Select(score => (byte)score)]), "--output-raw", raw);
            Assert.AreEqual(0, exit, error);
            double[] real = [.. scores.Select(score => Math.Max(0, Scale * score))];
            double sum = real.Sum(Math.Exp);
            byte[] bytes = File.ReadAllBytes(raw);
            Assert.HasCount(sizeof(float) * real.Length, bytes);
            for (int i = 0; i < real.Length; i++)
            {
                double expected = finish switch
                {
                    OutputFinish.Softmax => Math.Exp(real[i]) / sum,
                    OutputFinish.Sigmoid => 1 / (1 + Math.Exp(-real[i])),
                    _ => real[i] - Math.Log(sum),
                };
                Assert.AreEqual(expected, BitConverter.ToSingle(bytes, sizeof(float) * i), 1e-6);
            }
        }
    }

    [TestMethod]
    public void What_the_host_does_not_do_is_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.TflitePartlyQuantized, () => Model(TfliteOperatorCode.ABS, false).Read(), "float32 and int8");
        DiagnosticAssert.Throws(DiagnosticId.TflitePartlyQuantized, () => Model(TfliteOperatorCode.SOFTMAX, false, beta: 2).Read(), "float32 and int8");
    }

    /// <summary>RELU in int8, DEQUANTIZE, a reshape or not, and an operator on real numbers.</summary>
    private static TfliteFileBuilder Model(TfliteOperatorCode code, bool isReshaped, float beta = 1)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 1, 1, 4], Scale);
        int a = builder.Int8("a", [1, 1, 1, 4], Scale);
        int real = builder.Float("real", 1, 1, 1, 4);
        int y = builder.Float("y", isReshaped ? [1, 4] : [1, 1, 1, 4]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [a]);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [a], [real]);
        if (isReshaped)
        {
            int flat = builder.Float("flat", 1, 4);
            builder.Operator(TfliteOperatorCode.RESHAPE, [real, builder.Int32Constant("shape", [2], 1, 4)], [flat]);
            real = flat;
        }

        builder.Operator(code, [real], [y], code == TfliteOperatorCode.SOFTMAX ? new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, beta) : null);
        return builder.From(x).To(y);
    }
}
