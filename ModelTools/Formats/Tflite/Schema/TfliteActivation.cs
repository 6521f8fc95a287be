namespace Edge.ModelTools.Formats.Tflite.Schema;

/// <summary>Fused activations of the schema.</summary>
internal enum TfliteActivation
{
    None = 0,
    Relu = 1,
    ReluN1To1 = 2,
    Relu6 = 3,
    Tanh = 4,
    SignBit = 5,
}
