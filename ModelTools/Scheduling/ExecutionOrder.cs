using System.Collections.Generic;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The operators in the order they run, recomputed ones more than once, and which run's result each of them reads.
/// Position 0 is the network input.
/// </summary>
internal sealed class ExecutionOrder
{
    private readonly List<DeviceOperator?> _operators = [null];
    private readonly List<int[]> _producers = [[]];
    private readonly List<int> _lastReader = [0];
    private readonly List<int> _numbers = [];
    private int _again; // tensors that are made once more

    /// <summary>Lists a program's operators; those of <paramref name="recompute"/> run again just before the operator that reads them late.</summary>
    /// <param name="program">The program.</param>
    /// <param name="recompute">For a late reader (the multiply of a squeeze-excite) the operators to run again before it; may be empty.</param>
    /// <param name="readsInputAgain">Whether the network's input is delivered once more to those of them that read it, instead of held.</param>
    public ExecutionOrder(DeviceProgram program, IReadOnlyDictionary<DeviceOperator, IReadOnlyList<DeviceOperator>> recompute, bool readsInputAgain = false)
    {
        Program = program;
        _numbers.Add(program.Input.Id);
        var position = new Dictionary<DeviceTensor, int> { [program.Input] = 0 };
        foreach (DeviceOperator op in program.Operators)
        {
            if (recompute.TryGetValue(op, out IReadOnlyList<DeviceOperator>? again))
            {
                foreach (DeviceOperator repeated in again)
                {
                    if (readsInputAgain && repeated.Inputs.Contains(program.Input))
                    {
                        AddInput(position);
                    }

                    Add(repeated, position);
                }

                RecomputedMacs += SumMacs(again);
            }

            Add(op, position);
        }

        for (int i = 0; i < Count; i++)
        {
            _lastReader.Add(i);
        }

        _lastReader.RemoveAt(0);
        for (int i = 0; i < Count; i++)
        {
            foreach (int producer in _producers[i])
            {
                if (producer >= 0)
                {
                    _lastReader[producer] = i;
                }
            }
        }
    }

    /// <summary>The operators as they stand in the program, each once.</summary>
    public static ExecutionOrder Plain(DeviceProgram program) => new(program, new Dictionary<DeviceOperator, IReadOnlyList<DeviceOperator>>());

    public DeviceProgram Program { get; }

    /// <summary>Positions, the input included.</summary>
    public int Count => _operators.Count;

    /// <summary>Multiply-accumulates that are done twice.</summary>
    public long RecomputedMacs { get; }

    /// <summary>The operator at a position; null where the input is delivered.</summary>
    public DeviceOperator? Operator(int position) => _operators[position];

    /// <summary>The tensor made at a position.</summary>
    public DeviceTensor Tensor(int position) => _operators[position]?.Output ?? Program.Input;

    /// <summary>Number in the blob of the tensor made at a position; one that is made again has a new one behind those of the program.</summary>
    public int Number(int position) => _numbers[position];

    /// <summary>For each input of the operator at a position, the position that makes it; -1 for constants.</summary>
    public int[] Producers(int position) => _producers[position];

    /// <summary>The last position that reads what is made at a position; itself when nobody does.</summary>
    public int LastReader(int position) => _lastReader[position];

    private void AddInput(Dictionary<DeviceTensor, int> position)
    {
        _numbers.Add(Program.Tensors.Count + _again++);
        position[Program.Input] = _operators.Count;
        _operators.Add(null);
        _producers.Add([]);
    }

    private void Add(DeviceOperator op, Dictionary<DeviceTensor, int> position)
    {
        var producers = new int[op.Inputs.Count];
        for (int i = 0; i < producers.Length; i++)
        {
            producers[i] = op.Inputs[i].Data is null ? position[op.Inputs[i]] : -1;
        }

        _numbers.Add(position.ContainsKey(op.Output) ? Program.Tensors.Count + _again++ : op.Output.Id);
        position[op.Output] = _operators.Count;
        _operators.Add(op);
        _producers.Add(producers);
    }

    private static long SumMacs(IReadOnlyList<DeviceOperator> operators)
    {
        long macs = 0;
        foreach (DeviceOperator op in operators)
        {
            macs += op.Macs;
        }

        return macs;
    }
}
