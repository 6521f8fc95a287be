using Edge.ModelTools.Blob;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Conversion;

/// <summary>Everything a conversion made on the way to its blob.</summary>
internal sealed record ConversionResult(ModelGraph Source, ModelGraph Quantized, DeviceProgram Program, ScheduledBlob Scheduled)
{
    /// <summary>How a float model was quantized; null for models that come quantized.</summary>
    public QuantizationResult? Quantization { get; init; }

    /// <summary>The budget that the schedule was made for; null for the smallest that works.</summary>
    public int? BudgetBytes { get; init; }

    /// <summary>The blob.</summary>
    public byte[] Blob => Scheduled.Blob;
}
