using System;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>An engine around a real one, whose inferences do what a test says.</summary>
internal sealed class FaultyEngine(IModelEngine engine, Func<Func<FirmwareError>, FirmwareError> infer) : IModelEngine
{
    public string ModelName => engine.ModelName;

    public int InputBytes => engine.InputBytes;

    public int ResultCount => engine.ResultCount;

    public bool HasInput => engine.HasInput;

    public InferenceLog Log => engine.Log;

    public int ModelBytes => engine.ModelBytes;

    public int PeakSramBytes => engine.PeakSramBytes;

    public int HeadroomBytes => engine.HeadroomBytes;

    /// <summary>What the warm-up gives; null warms the real engine up.</summary>
    public FirmwareError? WarmUpError { get; init; }

    public FirmwareError WarmUp() => WarmUpError ?? engine.WarmUp();

    public int GetPermille(int best) => engine.GetPermille(best);

    public void Attach(IClock clock, IEnergyMeter meter) => engine.Attach(clock, meter);

    public void SetInput(int index, byte value) => engine.SetInput(index, value);

    public byte GetInput(int index) => engine.GetInput(index);

    public void FinishInput() => engine.FinishInput();

    public FirmwareError Infer() => infer(engine.Infer);

    public double GetResult(int index) => engine.GetResult(index);
}
