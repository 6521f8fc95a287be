using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Conversion;

/// <summary>A conversion before its schedule.</summary>
/// <param name="Source">The model that was given.</param>
/// <param name="Quantized">Its int8 form.</param>
/// <param name="Program">What a device would run.</param>
/// <param name="Quantization">How it was quantized; null for models that come quantized.</param>
/// <param name="Samples">Typical inputs, or null.</param>
internal sealed record ConversionDraft(ModelGraph Source, ModelGraph Quantized, DeviceProgram Program, QuantizationResult? Quantization, Dataset? Samples);
