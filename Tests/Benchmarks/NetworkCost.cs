using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;

namespace Edge.Benchmarks;

/// <summary>Counts what a network costs, from its source model or its blob.</summary>
internal static class NetworkCost
{
    /// <summary>Name of the kernels that edge pack --specialize writes, beside those of <see cref="KernelSets"/>.</summary>
    public const string Specialized = "specialized";

    /// <summary>
    /// Converts a model as `edge convert --quantizer naive` does: which values the weights have changes what they cost only where they are code, and their
    /// scales only where they make multipliers powers of two.
    /// </summary>
    /// <param name="path">Source model, or a blob, which is taken as it is.</param>
    /// <param name="calibrationPath">Calibration data of a float model.</param>
    /// <param name="instructionPrice">See <see cref="QuantizationRecipe.InstructionPrice"/>.</param>
    /// <param name="hasPowerOfTwoMultipliers">See <see cref="QuantizationRecipe.PowerOfTwoMultipliers"/>.</param>
    /// <returns>The blob.</returns>
    public static byte[] MakeBlob(string path, string? calibrationPath, double instructionPrice = 0, bool hasPowerOfTwoMultipliers = false)
    {
        if (Path.GetExtension(path) == ".edge8")
        {
            return BlobFile.Read(path);
        }

        ModelGraph source = SourceModel.Read(path, inputShape: null);
        source.Name = Path.GetFileNameWithoutExtension(path);
        QuantizationRecipe recipe = instructionPrice > 0
            ? new QuantizationRecipe { Correction = CorrectionMethod.LeastSquares, InstructionPrice = instructionPrice }
            : QuantizationRecipe.Naive with { PowerOfTwoMultipliers = hasPowerOfTwoMultipliers };
        return ModelConverter.Convert(source, new ConversionOptions { CalibrationPath = calibrationPath, Quantizer = new QuantizerOptions { Recipe = recipe } }).Blob;
    }

    /// <summary>Makes the report of a blob. The board matters for time and energy only, which a benchmark does not use.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="kernels">Kernel set.</param>
    /// <param name="column">Build of the interpreter.</param>
    /// <returns>The report.</returns>
    public static ProfileReport Profile(string name, byte[] blob, string kernels, CostColumn column = CostColumn.O3X64)
    {
        return new ProfileReport(name, kernels, ModelProfiler.Profile(name, blob, kernels, column), NfTools.Load().Boards[0]);
    }

    /// <summary>Makes the generated kernels of a blob: what the largest board takes of them beside app and model.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="blob">The blob.</param>
    /// <returns>The kernels, or null when none of its operators can become code.</returns>
    public static SpecializedSource? Specialize(string name, byte[] blob)
    {
        NfTools tools = NfTools.Load();
        long limit = ((tools.Boards.Max(board => board.DeployKB) - tools.AppKB) * 1024L) - blob.Length;
        try
        {
            return Specializer.Specialize(name, blob, limit);
        }
        catch (EdgeException exception) when (exception.Id == DiagnosticId.PackNothingToSpecialize)
        {
            return null;
        }
    }

    /// <summary>Makes the report of a blob with its generated kernels.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="kernels">What <see cref="Specialize"/> made of it, compiled.</param>
    /// <param name="column">Build of the interpreter.</param>
    /// <returns>The report.</returns>
    public static ProfileReport Profile(string name, byte[] blob, SpecializedAssembly kernels, CostColumn column = CostColumn.O3X64)
    {
        return new ProfileReport(name, Specialized, kernels.Profile(name, blob, column), NfTools.Load().Boards[0]);
    }
}
