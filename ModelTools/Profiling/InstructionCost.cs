using System.Collections.Generic;

namespace Edge.ModelTools.Profiling;

/// <summary>What executing one instruction costs in one build of the interpreter.</summary>
internal sealed class InstructionCost
{
    private readonly CostTable _table;
    private readonly CostColumn _column;

    /// <summary>Makes the costs of a column.</summary>
    /// <param name="table">The cost table.</param>
    /// <param name="column">Build of the interpreter.</param>
    public InstructionCost(CostTable table, CostColumn column)
    {
        _table = table;
        _column = column;
    }

    /// <summary>Cost of an execution, without the part that grows with a size found when it runs.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <returns>Host instructions.</returns>
    public double Fixed(CountedInstruction instruction)
    {
        if (instruction.Opcode == CountedInstruction.LocalsOpcode)
        {
            return instruction.Items * Net("locals.each");
        }

        double cost = _table.Net(RowOf(instruction), _column);
        if (instruction.HasResult && instruction.Call is not (null or CallKind.Library))
        {
            cost += Net("call.value");
        }

        if (instruction.Call is CallKind.New)
        {
            cost += instruction.Items * Net("newobj.field");
        }

        return cost + (instruction.FixedBytes * RowOf(instruction).PerByte[(int)_column]);
    }

    /// <summary>Cost of one unit of the instruction's size counter.</summary>
    /// <param name="instruction">An instruction with a size counter.</param>
    /// <returns>Host instructions.</returns>
    public double PerUnit(CountedInstruction instruction)
    {
        return instruction.UnitBytes * RowOf(instruction).PerByte[(int)_column];
    }

    private CostRow RowOf(CountedInstruction instruction)
    {
        return instruction.Call switch
        {
            null => _table.Opcode(instruction.Opcode, instruction.Operand).Row,
            CallKind.Static => _table.Row("call.static"),
            CallKind.Instance => _table.Row("call.instance"),
            CallKind.Virtual => _table.Row("call.virtual"),
            CallKind.Interface => _table.Row("call.interface"),
            CallKind.Delegate => _table.Row("call.delegate"),
            CallKind.New => _table.Row("newobj"),
            CallKind.NewDelegate => _table.Row("newobj.delegate"),
            CallKind.NewLibrary => _table.Row("newobj.library"),
            _ => _table.Native(instruction.Method),
        };
    }

    private double Net(string row)
    {
        return _table.Net(_table.Row(row), _column);
    }
}
