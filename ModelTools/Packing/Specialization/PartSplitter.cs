using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

// Limits of a device assembly: docs/decisions.md, "Kernels with constant weights".

/// <summary>Distributes methods over assemblies, each below what the metadata processor and the interpreter take.</summary>
internal static class PartSplitter
{
    /// <summary>Most bytes of IL; the table of an assembly ends at 65,535.</summary>
    public const int MostIlBytes = 60000;

    /// <summary>Most methods: a class has at most 255 static ones, and the types of a method's locals take up to 255 bytes of a table of 65,535.</summary>
    public const int MostBlocks = 250;

    /// <summary>Most assemblies; the interpreter loads 64, of which the app with all it refers to takes 14 and the kernel set one.</summary>
    public const int MostParts = 48;

    /// <summary>Puts each method, the largest first, into the first assembly that has room for it.</summary>
    /// <param name="blocks">Methods, none larger than an assembly; those of an operator may come into several.</param>
    public static IReadOnlyList<SpecializedPart> Split(IEnumerable<ConstantBlock> blocks)
    {
        List<(List<ConstantBlock> Blocks, int IlBytes)> parts = [];
        foreach (ConstantBlock block in blocks.OrderByDescending(block => block.IlBytes))
        {
            int index = parts.FindIndex(part => part.IlBytes + block.IlBytes <= MostIlBytes && part.Blocks.Count < MostBlocks);
            if (index < 0)
            {
                parts.Add(([block], block.IlBytes));
            }
            else
            {
                parts[index].Blocks.Add(block);
                parts[index] = parts[index] with { IlBytes = parts[index].IlBytes + block.IlBytes };
            }
        }

        return [.. parts.Select((part, index) => new SpecializedPart(index + 1, part.Blocks))];
    }
}
