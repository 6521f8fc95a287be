namespace Edge.ModelTools.Inspection;

/// <summary>A band of something that lies in SRAM from one group to another, for a picture.</summary>
/// <param name="Number">Number in the key; bands of one thing share it.</param>
/// <param name="Item">What lies there.</param>
/// <param name="Band">Where.</param>
/// <param name="FirstGroup">First group in which it lies there.</param>
/// <param name="LastGroup">Last such group.</param>
internal sealed record SramMapBlock(int Number, SramItem Item, SramBand Band, int FirstGroup, int LastGroup)
{
    /// <summary>All that is known of it, on one line.</summary>
    public string Tip
    {
        get
        {
            string groups = FirstGroup == LastGroup ? $"group {FirstGroup}" : $"groups {FirstGroup} to {LastGroup}";
            string detail = Item.Detail.Length == 0 ? string.Empty : $", {Item.Detail}";
            return $"{Item.Name}{detail}: {SramMapPrinter.NameOf(Item.Kind)}, {Band.Bytes} bytes at {Band.Start}, {groups}";
        }
    }
}
