using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Profiling;

// weighted instructions = sum over blocks of executions x (sum of the costs of its instructions)
//                       + sum over size counters of length x cost per unit
// Counts are exact; only the costs are measurements.

/// <summary>Weighs counted instructions with the cost table.</summary>
internal sealed class CostCounter
{
    private readonly CountedAssemblies _assemblies;
    private readonly double[] _blockCosts;
    private readonly List<(int Counter, double CostPerUnit)> _sizeCosts = [];

    /// <summary>Makes the counter of some assemblies.</summary>
    /// <param name="assemblies">Woven assemblies.</param>
    /// <param name="column">Build of the interpreter to predict.</param>
    public CostCounter(CountedAssemblies assemblies, CostColumn column = CostColumn.O3X64)
    {
        _assemblies = assemblies;
        var cost = new InstructionCost(CostTable.Embedded, column);
        _blockCosts = [.. assemblies.Blocks.Select(block => block.Instructions.Sum(cost.Fixed))];
        foreach (CountedInstruction instruction in assemblies.Blocks.SelectMany(block => block.Instructions))
        {
            if (instruction.SizeCounter >= 0)
            {
                _sizeCosts.Add((instruction.SizeCounter, cost.PerUnit(instruction)));
            }
        }
    }

    /// <summary>Weighs everything executed so far, without copying the counters.</summary>
    /// <returns>Host instructions of the interpreter.</returns>
    public double WeighNow()
    {
        double total = 0;
        int block = 0;
        foreach (long[] counts in _assemblies.LiveCounts)
        {
            foreach (long count in counts)
            {
                total += count * _blockCosts[block++];
            }
        }

        foreach ((int counter, double costPerUnit) in _sizeCosts)
        {
            total += ReadSize(counter) * costPerUnit;
        }

        return total;
    }

    /// <summary>Weighs what was executed.</summary>
    /// <param name="executed">A reading, or the difference of two.</param>
    /// <returns>Host instructions of the interpreter.</returns>
    public double Weigh(CountSnapshot executed)
    {
        double total = 0;
        for (int block = 0; block < _blockCosts.Length; block++)
        {
            total += executed.Counts[block] * _blockCosts[block];
        }

        foreach ((int counter, double costPerUnit) in _sizeCosts)
        {
            total += executed.Sizes[counter] * costPerUnit;
        }

        return total;
    }

    /// <summary>Executions by opcode.</summary>
    /// <param name="executed">A reading, or the difference of two.</param>
    /// <returns>Opcodes that were executed, by name, with their number of executions.</returns>
    public SortedDictionary<string, long> CountOpcodes(CountSnapshot executed)
    {
        SortedDictionary<string, long> counts = [];
        for (int block = 0; block < _blockCosts.Length; block++)
        {
            foreach (CountedInstruction instruction in _assemblies.Blocks[block].Instructions)
            {
                if (executed.Counts[block] != 0 && instruction.Opcode != CountedInstruction.LocalsOpcode)
                {
                    counts[instruction.Opcode] = counts.GetValueOrDefault(instruction.Opcode) + executed.Counts[block];
                }
            }
        }

        return counts;
    }

    private long ReadSize(int counter)
    {
        int index = counter;
        foreach (long[] sizes in _assemblies.LiveSizes)
        {
            if (index < sizes.Length)
            {
                return sizes[index];
            }

            index -= sizes.Length;
        }

        return 0;
    }
}
