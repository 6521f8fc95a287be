using System.Collections.Generic;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A "network" whose results are the input's first bytes over 1000, so that a test sees which input was used.</summary>
internal sealed class FakeEngine(int inputBytes = 10, int resultCount = 3) : IInferenceEngine
{
    private readonly byte[] _input = new byte[inputBytes];

    public string ModelName { get; init; } = "ic01";

    public int InputBytes => inputBytes;

    public int ResultCount => resultCount;

    public bool HasInput { get; set; }

    /// <summary>What <see cref="Infer"/> returns, one after the other; None when used up.</summary>
    public Queue<FirmwareError> Outcomes { get; } = new();

    public int Inferences { get; private set; }

    public double[]? Results { get; init; }

    public void SetInput(int index, byte value) => _input[index] = value;

    public byte GetInput(int index) => _input[index];

    public void FinishInput() => HasInput = true;

    public FirmwareError Infer()
    {
        Inferences++;
        return Outcomes.Count > 0 ? Outcomes.Dequeue() : FirmwareError.None;
    }

    public double GetResult(int index) => Results == null ? _input[index] / 1000.0 : Results[index];
}
