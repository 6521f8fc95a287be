using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Inspection;

/// <summary>Makes blocks of the groups of a map: what stays where it is from one group to the next is one block.</summary>
internal static class SramMapBlocks
{
    /// <summary>All blocks, in the order in which they appear; what is allocated for all groups comes last, behind the banks.</summary>
    public static List<SramMapBlock> Of(SramMap map)
    {
        var blocks = new List<SramMapBlock>();
        var numbers = new Dictionary<(string, string), int>();
        var open = new Dictionary<(string Name, string Place, SramBand Band), int>();
        foreach (SramGroup group in map.Groups)
        {
            foreach (SramItem item in group.Items)
            {
                foreach (SramBand band in item.Bands)
                {
                    var key = (item.Name, item.Place, band);
                    if (open.TryGetValue(key, out int at) && blocks[at].LastGroup == group.Index - 1)
                    {
                        blocks[at] = blocks[at] with { LastGroup = group.Index };
                        continue;
                    }

                    open[key] = blocks.Count;
                    blocks.Add(new SramMapBlock(NumberOf(numbers, item), item, band, group.Index, group.Index));
                }
            }
        }

        int address = map.BankBytes;
        foreach (SramItem item in map.Fixed.Where(item => item.Bytes > 0))
        {
            blocks.Add(new SramMapBlock(NumberOf(numbers, item), item, new SramBand(address, item.Bytes), 0, map.Groups.Count - 1));
            address += item.Bytes;
        }

        return blocks;
    }

    private static int NumberOf(Dictionary<(string Name, string Detail), int> numbers, SramItem item)
    {
        return numbers.TryGetValue((item.Name, item.Detail), out int number) ? number : numbers[(item.Name, item.Detail)] = numbers.Count + 1;
    }
}
