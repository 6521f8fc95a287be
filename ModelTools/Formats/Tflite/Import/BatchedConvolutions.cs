using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// Finds SPACE_TO_BATCH_ND, a convolution, BATCH_TO_SPACE_ND: the spelling of a dilated convolution that TensorFlow's exporter leaves where
/// it does not recognise it. The three become one operator, in the place of the last.
/// </summary>
internal static class BatchedConvolutions
{
    /// <summary>The operators of a file, in order.</summary>
    public static IEnumerable<OperatorSource> Merge(TfliteFile file, TensorTable tensors)
    {
        var readers = file.Operators.SelectMany(op => op.Inputs.Distinct().Select(input => (Input: input, Reader: op))).ToLookup(pair => pair.Input, pair => pair.Reader);
        var merged = new Dictionary<int, OperatorSource>();
        var absorbed = new HashSet<int>();
        foreach (OperatorSource split in file.Operators.Where(op => op.Code == TfliteOperatorCode.SPACE_TO_BATCH_ND && op.Inputs.Length == 3))
        {
            if (OnlyReader(split) is not { Code: TfliteOperatorCode.CONV_2D or TfliteOperatorCode.DEPTHWISE_CONV_2D } convolution
                || OnlyReader(convolution) is not { Code: TfliteOperatorCode.BATCH_TO_SPACE_ND, Inputs.Length: 3, Outputs.Length: 1 } join
                || !HaveOneScale(split.Inputs[0], split.Outputs[0])
                || !HaveOneScale(join.Inputs[0], join.Outputs[0]))
            {
                continue;
            }

            merged[join.Index] = convolution with { Inputs = [split.Inputs[0], .. convolution.Inputs[1..]], Outputs = join.Outputs, Batch = (split, join) };
            absorbed.Add(split.Index);
            absorbed.Add(convolution.Index);
        }

        return file.Operators.Where(op => !absorbed.Contains(op.Index)).Select(op => merged.GetValueOrDefault(op.Index, op));

        // The one operator that reads the result as its first input, or null.
        OperatorSource? OnlyReader(OperatorSource op)
        {
            return op.Outputs.Length == 1 && !file.Outputs.Contains(op.Outputs[0]) && readers[op.Outputs[0]].ToArray() is [OperatorSource reader] && reader.Inputs[0] == op.Outputs[0]
                ? reader
                : null;
        }

        bool HaveOneScale(int first, int second)
        {
            QuantizationParameters? a = tensors.Get(first, file.File.Name).Tensor.Quantization;
            QuantizationParameters? b = tensors.Get(second, file.File.Name).Tensor.Quantization;
            return a?.Scale == b?.Scale && a?.ZeroPoint == b?.ZeroPoint;
        }
    }
}
