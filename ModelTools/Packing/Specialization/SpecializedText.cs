using System.IO;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>What edge pack says about generated kernels.</summary>
internal static class SpecializedText
{
    /// <summary>Writes it as text: a line for what was taken, one for each assembly, and one for what did not fit.</summary>
    public static void Write(TextWriter writer, string folder, SpecializedSource code)
    {
        writer.WriteLine(
            $"{folder}: {code.Operators.Count} of {code.Candidates} convolutions, {code.Macs} of {code.NetworkMacs} MACs ({100.0 * code.Macs / code.NetworkMacs:F0} %), "
            + $"{code.IlBytes} bytes of IL, about {code.FlashBytes} of flash (estimated)");
        foreach (GeneratedAssembly assembly in code.Assemblies)
        {
            writer.WriteLine($"  {assembly.Name}: {assembly.IlBytes} bytes of IL");
        }

        if (code.Operators.Count < code.Candidates)
        {
            writer.WriteLine(
                $"  all {code.Candidates} would take about {code.NeededBytes} bytes of flash in {code.NeededParts} assemblies; "
                + $"there are {code.LimitBytes} for them, and the device loads {PartSplitter.MostParts}");
        }
    }

    /// <summary>The same for JSON.</summary>
    public static object Describe(SpecializedSource code)
    {
        return new
        {
            code.Operators,
            code.Candidates,
            code.Macs,
            code.CandidateMacs,
            code.NetworkMacs,
            code.IlBytes,
            code.FlashBytes,
            code.NeededBytes,
            code.LimitBytes,
            assemblies = code.Assemblies.Select(assembly => new { assembly.Name, assembly.IlBytes }),
        };
    }
}
