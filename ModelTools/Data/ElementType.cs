namespace Edge.ModelTools.Data;

/// <summary>Element type of a tensor, as the source formats name them.</summary>
internal enum ElementType
{
    Float32,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Bool,
}
