namespace Edge.ModelTools.Packing;

// The device finds a resource by 16 bits that the metadata processor makes of its name: two interleaved hashes of the
// characters (h * 33 ^ c), combined and folded. Arithmetic wraps.

/// <summary>Number of a resource on the device.</summary>
internal static class ResourceId
{
    private const int Seed = (5381 << 16) + 5381;
    private const int Combine = 1566083941;

    /// <summary>The number of a name.</summary>
    public static short Of(string name)
    {
        unchecked
        {
            int even = Seed;
            int odd = Seed;
            for (int i = 0; i < name.Length; i++)
            {
                if (i % 2 == 0)
                {
                    even = (even * 33) ^ name[i];
                }
                else
                {
                    odd = (odd * 33) ^ name[i];
                }
            }

            int hash = even + (odd * Combine);
            return (short)((hash >> 16) ^ hash);
        }
    }
}
