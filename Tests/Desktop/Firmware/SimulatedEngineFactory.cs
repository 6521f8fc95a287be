using System;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;
using Edge.Runtime.Int8.Weights;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Loads a <see cref="SimulatedModel"/>: reads all of it in pieces, out of order and some again, and every step is one in which the supply can fail.</summary>
internal sealed class SimulatedEngineFactory(SimulatedStorage storage) : IEngineFactory
{
    public string KernelsName => "simulated";

    public IModelEngine Load(WeightSource source)
    {
        byte[] model = new byte[source.Length];
        foreach ((int start, int end) in new[] { (0, 8), (0, 40), (60, SimulatedModel.BytesRead), (30, 70) })
        {
            storage.Step();
            int count = Math.Min(end, model.Length) - start;
            if (count <= 0 || source.Read(start, model, start, count) != count)
            {
                throw new ModelFormatException(ModelError.Truncated, start);
            }
        }

        switch (model[0])
        {
            case SimulatedModel.RefusedByLoader:
                throw new ModelFormatException(ModelError.BadValue, 1);
            case SimulatedModel.NoMemory:
                throw new InsufficientMemoryException();
            case SimulatedModel.HangsInLoad:
                throw new PowerCutException();
            default:
                return new Engine(storage, model);
        }
    }

    internal sealed class Engine(SimulatedStorage storage, byte[] model) : IModelEngine
    {
        public byte[] Model => model;

        public string ModelName => "simulated";

        public int InputBytes => 1;

        public int ResultCount => 1;

        public bool HasInput => true;

        public InferenceLog Log => null!;

        public int ModelBytes => model.Length;

        public int PeakSramBytes => 0;

        public int HeadroomBytes => 0;

        public int GetPermille(int best) => 0;

        public FirmwareError WarmUp()
        {
            storage.Step();
            return model[0] switch
            {
                SimulatedModel.FailsSelfTest => FirmwareError.SelfTestFailed,
                SimulatedModel.HangsInFirstRun => throw new PowerCutException(),
                _ => FirmwareError.None,
            };
        }

        public void Attach(IClock clock, IEnergyMeter meter)
        {
        }

        public void SetInput(int index, byte value)
        {
        }

        public byte GetInput(int index) => 0;

        public void FinishInput()
        {
        }

        public FirmwareError Infer()
        {
            storage.Step();
            return model[0] == SimulatedModel.FailsLater ? FirmwareError.InferenceFailed : FirmwareError.None;
        }

        public double GetResult(int index) => 0;
    }
}
