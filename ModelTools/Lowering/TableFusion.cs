using System.Collections.Generic;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Joins a table operator to the operator that makes its input, when nobody else reads that input: the clamped result is
/// looked up before it is stored. Exact, and one tensor less.
/// </summary>
internal static class TableFusion
{
    /// <summary>Fuses all tables of a program that can be fused.</summary>
    public static void Run(DeviceProgram program)
    {
        var producers = new Dictionary<DeviceTensor, DeviceOperator>();
        Dictionary<DeviceTensor, int> readers = CountReaders(program);
        for (int i = 0; i < program.Operators.Count; i++)
        {
            DeviceOperator op = program.Operators[i];
            if (op.OpCode == OpCode.Table
                && readers[op.Inputs[0]] == 1
                && producers.TryGetValue(op.Inputs[0], out DeviceOperator? producer)
                && producer.CanCarryTable)
            {
                producer.Table = producer.Table is null ? op.Table : Compose(producer.Table, op.Table!);
                producer.Output = op.Output;
                producer.SourceIndex = op.SourceIndex;
                producers[op.Output] = producer;
                program.Operators.RemoveAt(i);
                i--;
                continue;
            }

            producers[op.Output] = op;
        }
    }

    private static Dictionary<DeviceTensor, int> CountReaders(DeviceProgram program)
    {
        var readers = new Dictionary<DeviceTensor, int>();
        foreach (DeviceOperator op in program.Operators)
        {
            foreach (DeviceTensor input in op.Inputs)
            {
                readers[input] = readers.GetValueOrDefault(input) + 1;
            }
        }

        foreach (DeviceTensor output in program.Outputs)
        {
            readers[output] = readers.GetValueOrDefault(output) + 1;
        }

        return readers;
    }

    private static byte[] Compose(byte[] first, byte[] second)
    {
        var composed = new byte[BlobFormat.TableEntries];
        for (int u = 0; u < composed.Length; u++)
        {
            composed[u] = second[first[u]];
        }

        return composed;
    }
}
