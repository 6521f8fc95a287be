namespace Edge.ModelTools.Formats.Tflite.Schema;

/// <summary>Padding schemes of the schema.</summary>
internal enum TflitePadding
{
    Same = 0,
    Valid = 1,
}
