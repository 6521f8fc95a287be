namespace Edge.ModelTools.Data;

/// <summary>Shapes of samples as messages show them.</summary>
internal static class ShapeText
{
    /// <summary>"32x20x3".</summary>
    public static string Of(int[] shape) => string.Join("x", shape);

    /// <summary>Product of the dimensions; the readers have checked that it fits.</summary>
    public static int Count(int[] shape)
    {
        int count = 1;
        foreach (int dimension in shape)
        {
            count = checked(count * dimension);
        }

        return count;
    }
}
