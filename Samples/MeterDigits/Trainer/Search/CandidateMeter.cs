using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>
/// Converts networks as `edge convert` does and counts an inference as `edge profile` does. A shape is measured with random weights:
/// kernels skip zeros, so what it costs once it is trained is a few per cent more or less.
/// </summary>
internal sealed class CandidateMeter : IDisposable
{
    private const ulong CalibrationSeed = 1000;
    private const int CalibrationCrops = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-cost-").FullName;
    private readonly SampleSet _crops = SampleSet.Render(CalibrationSeed, CalibrationCrops, _ => { });

    /// <summary>A board by its name.</summary>
    /// <exception cref="ModelTools.Diagnostics.EdgeException">There is none.</exception>
    public static Board FindBoard(string name) => NfTools.Load().Find(name);

    /// <summary>Measures a shape with random weights.</summary>
    public CandidateCost Measure(NetworkShape shape, Board board)
    {
        manual_seed(1);
        using (var network = new MeterNetwork(shape, 0))
        {
            NetworkExport.Write(_folder, shape, network);
        }
        return Measure(_folder, [board])[0];
    }

    /// <summary>Measures the network of a folder on boards.</summary>
    public List<CandidateCost> Measure(string folder, IReadOnlyList<Board> boards)
    {
        InputShape input = NetworkShape.Read(Path.Combine(folder, NetworkExport.Architecture)).Input;
        string calibration = Path.Combine(_folder, input.ToString());
        if (!Directory.Exists(calibration))
        {
            _crops.For(input).Write(calibration, "rendered by Samples/MeterDigits/Generator", "MIT");
        }
        ConversionResult result = ModelConverter.Convert(
            SourceModel.Read(Path.Combine(folder, NetworkExport.Weights), null),
            new ConversionOptions
            {
                CalibrationPath = calibration,
                IsBudgetFlexible = true,
                Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive, Threads = 1 },
            });
        InferenceProfile profile = ModelProfiler.Profile(folder, result.Blob, KernelSets.DeviceDefault);
        return boards.Select(board =>
        {
            var report = new ProfileReport(folder, KernelSets.DeviceDefault, profile, board);
            return new CandidateCost(profile.Macs, profile.Weighted, result.Blob.Length, result.Scheduled.PeakSramBytes, report.TimeMs, report.EnergyMicrojoule / 1000);
        }).ToList();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
