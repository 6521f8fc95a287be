using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Which operators become code: those that save most for each byte first, while they fit.</summary>
internal static class OperatorChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="candidates">All that could.</param>
    /// <param name="limitBytes">Bytes of flash for all assemblies.</param>
    /// <param name="sums">Additions, which are always taken: they take no more than a call.</param>
    /// <returns>Those taken, by number.</returns>
    public static IReadOnlyList<OperatorCode> Choose(IEnumerable<OperatorCode> candidates, long limitBytes, int sums = 0)
    {
        List<OperatorCode> taken = [];
        foreach (OperatorCode each in candidates.Where(each => each.IsPossible).OrderByDescending(each => each.SavedPerByte).ThenBy(each => each.Operator.Id))
        {
            OperatorCode[] more = [.. taken, each];
            IReadOnlyList<SpecializedPart> parts = Split(more);
            if (parts.Count <= PartSplitter.MostParts && Bytes(parts, more.Length, sums) <= limitBytes)
            {
                taken.Add(each);
            }
        }

        return [.. taken.OrderBy(each => each.Operator.Id)];
    }

    /// <summary>Bytes of flash that some operators take.</summary>
    public static long Bytes(IReadOnlyList<OperatorCode> operators, int sums = 0)
    {
        return Bytes(Split(operators), operators.Count, sums);
    }

    /// <summary>The assemblies of some operators.</summary>
    public static IReadOnlyList<SpecializedPart> Split(IEnumerable<OperatorCode> operators)
    {
        return PartSplitter.Split(operators.SelectMany(each => each.Blocks));
    }

    private static long Bytes(IReadOnlyList<SpecializedPart> parts, int operators, int sums)
    {
        int dispatch = KernelSource.IlBytes(operators, parts.Sum(part => part.Blocks.Count), sums);
        return SpecializedFlash.Bytes(parts.Sum(part => (long)part.IlBytes) + dispatch, parts.Count + 1);
    }
}
