using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Inspection;

/// <summary>Prints a <see cref="SramMap"/> as text: each group with what lies in the banks, the largest marked.</summary>
internal static class SramMapPrinter
{
    /// <summary>Prints the map.</summary>
    public static void Print(SramMap map, TextWriter writer)
    {
        writer.WriteLine($"{OneLine.Of(map.Name)}: peak SRAM {map.PeakSramBytes} bytes = banks {map.BankBytes} + fixed {map.FixedBytes} "
            + $"({string.Join(", ", map.Fixed.Select(item => $"{item.Name} {item.Bytes}"))})");
        writer.WriteLine($"  banks are as large as group {map.PeakGroup} needs, {map.Groups[map.PeakGroup].Bytes} bytes, and {map.PlacementBytes} lost to placement");
        foreach (SramGroup group in map.Groups)
        {
            string mark = group.Index == map.PeakGroup ? "  <== peak" : string.Empty;
            writer.WriteLine($"group {group.Index}: {group.Bytes} bytes in banks, {group.Bytes + map.FixedBytes} with fixed{mark}");
            foreach (SramItem item in group.Items)
            {
                string inPlace = item.Bytes == 0 ? " in place" : string.Empty;
                writer.WriteLine($"  {NameOf(item.Kind),-12} {item.Bytes,6} at {item.Place,-10} {item.Detail}{inPlace}  {OneLine.Of(item.Name)}");
            }
        }
    }

    /// <summary>How a kind is called in text and pictures.</summary>
    public static string NameOf(SramKind kind)
    {
        return kind switch
        {
            SramKind.Fixed => "fixed",
            SramKind.Rows => "rows",
            SramKind.KeptThrough => "kept through",
            SramKind.ResidentWeights => "weights",
            SramKind.Table => "table",
            _ => "window",
        };
    }
}
