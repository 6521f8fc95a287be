namespace Edge.ModelTools.Terminal;

/// <summary>Shortens names of layers for labels.</summary>
internal static class ShortName
{
    /// <summary>The name, or its beginning and end when it is longer than <paramref name="length"/>.</summary>
    public static string Of(string name, int length)
    {
        if (name.Length <= length)
        {
            return name;
        }

        int head = (length - 1) / 3;
        return name[..head] + "…" + name[^(length - 1 - head)..];
    }
}
