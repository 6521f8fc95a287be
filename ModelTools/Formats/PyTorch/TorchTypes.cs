namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>Sizes of the element types of storages.</summary>
internal static class TorchTypes
{
    /// <summary>Bytes of a value.</summary>
    public static int BytesOf(string type)
    {
        return type switch
        {
            "F64" or "I64" => 8,
            "F32" or "I32" => 4,
            "F16" or "BF16" or "I16" => 2,
            _ => 1,
        };
    }
}
