using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Edge.Benchmarks;

/// <summary>A network of budgets.json.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsShared">Whether its files lie in the shared folder instead of the repository.</param>
/// <param name="Model">Source model, relative to that folder.</param>
/// <param name="IsBuilt">Whether the benchmark builds it, see <see cref="Networks.BuiltNetwork"/>; there is no model then.</param>
/// <param name="Calibration">Calibration data of a float model, relative to that folder; null for a quantized one.</param>
/// <param name="InstructionPrice">Price of instructions that <c>edge convert --for specialized</c> finds for it; 0: weights serve accuracy alone.</param>
/// <param name="HasPowerOfTwoMultipliers">Whether scales of weights are those of <c>edge convert --for packed</c>.</param>
/// <param name="Budgets">Largest weighted instructions per MAC, by kernel set; empty for networks that only the tables show.</param>
internal sealed record BenchmarkNetwork(string Name, bool IsShared, string Model, bool IsBuilt, string? Calibration, double InstructionPrice, bool HasPowerOfTwoMultipliers, IReadOnlyDictionary<string, double> Budgets)
{
    private const string ResourceName = "budgets.json";

    /// <summary>Reads the list this program was built with.</summary>
    /// <returns>In the order of the file.</returns>
    public static IReadOnlyList<BenchmarkNetwork> ReadAll()
    {
        using Stream stream = typeof(BenchmarkNetwork).Assembly.GetManifestResourceStream(ResourceName)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("networks").EnumerateArray().Select(Read)];
    }

    /// <summary>The folder above the program that a test is true for.</summary>
    /// <param name="isWanted">Tests a folder.</param>
    /// <returns>Its path, or null.</returns>
    public static string? FindAbove(Func<string, bool> isWanted)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !isWanted(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    /// <summary>The folder that the paths are relative to.</summary>
    /// <returns>The repository, or the shared folder; null when it is not there.</returns>
    public string? FindRoot()
    {
        if (!IsShared)
        {
            return FindAbove(folder => File.Exists(Path.Combine(folder, "Edge.sln")));
        }

        return FindShared();
    }

    /// <summary>Makes its blob.</summary>
    /// <param name="root"><see cref="FindRoot"/>.</param>
    public byte[] MakeBlob(string root)
    {
        return IsBuilt
            ? Networks.BuiltNetwork.MakeBlob(Name)
            : NetworkCost.MakeBlob(Path.Combine(root, Model), Calibration is null ? null : Path.Combine(root, Calibration), InstructionPrice, HasPowerOfTwoMultipliers);
    }

    /// <summary>The shared folder.</summary>
    /// <returns>Its path, or null when it is not there.</returns>
    public static string? FindShared()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        string? parent = FindAbove(folder => Directory.Exists(Path.Combine(folder, "shared", "golden")));
        return parent is null ? null : Path.Combine(parent, "shared");
    }

    private static BenchmarkNetwork Read(JsonElement network)
    {
        return new BenchmarkNetwork(
            network.GetProperty("name").GetString()!,
            network.TryGetProperty("shared", out JsonElement shared) && shared.GetBoolean(),
            network.TryGetProperty("model", out JsonElement model) ? model.GetString()! : string.Empty,
            !network.TryGetProperty("model", out _),
            network.TryGetProperty("calibration", out JsonElement calibration) ? calibration.GetString() : null,
            network.TryGetProperty("instructionPrice", out JsonElement price) ? price.GetDouble() : 0,
            network.TryGetProperty("powerOfTwoMultipliers", out JsonElement powers) && powers.GetBoolean(),
            network.GetProperty("budgets").EnumerateObject().ToDictionary(budget => budget.Name, budget => budget.Value.GetDouble()));
    }
}
