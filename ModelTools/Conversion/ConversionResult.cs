using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;

namespace Edge.ModelTools.Conversion;

/// <summary>Everything a conversion made on the way to its blob.</summary>
internal sealed record ConversionResult(ModelGraph Source, ModelGraph Quantized, DeviceProgram Program, ScheduledBlob Scheduled)
{
    /// <summary>The blob.</summary>
    public byte[] Blob => Scheduled.Blob;
}
