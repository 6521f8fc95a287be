using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>What an interrupted run needs to go on: weights, averages, optimizer, number of the pass. Written whole or not at all.</summary>
internal static class Checkpoint
{
    /// <summary>Folder within the run's folder.</summary>
    public const string Folder = "checkpoint";

    private const string EpochsFile = "epochs";

    /// <summary>Replaces the checkpoint.</summary>
    public static void Save(string runFolder, TrainingOptions options, int epochsDone, nn.Module network, nn.Module average, AdamW optimizer)
    {
        string fresh = Path.Combine(runFolder, Folder + ".new");
        string final = Path.Combine(runFolder, Folder);
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }
        Directory.CreateDirectory(fresh);
        network.save(Path.Combine(fresh, "network.dat"));
        average.save(Path.Combine(fresh, "average.dat"));
        optimizer.save_state_dict(Path.Combine(fresh, "optimizer.dat"));
        File.WriteAllText(Path.Combine(fresh, "options.json"), JsonSerializer.Serialize(options));
        File.WriteAllText(Path.Combine(fresh, EpochsFile), epochsDone.ToString());
        if (Directory.Exists(final))
        {
            Directory.Delete(final, recursive: true);
        }
        Directory.Move(fresh, final);
    }

    /// <summary>Passes of a run whose network is written; 0 when there is no checkpoint, or none that can be read.</summary>
    public static int PassesDone(string runFolder)
    {
        string file = Path.Combine(runFolder, Folder, EpochsFile);
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out int passes) ? passes : 0;
    }

    /// <summary>Restores the checkpoint, if there is one.</summary>
    /// <returns>Passes already done; 0 when there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">It belongs to a run with other options, or is damaged.</exception>
    public static int Load(string runFolder, TrainingOptions options, nn.Module network, nn.Module average, AdamW optimizer)
    {
        string folder = Path.Combine(runFolder, Folder);
        if (!Directory.Exists(folder))
        {
            return 0;
        }
        string saved = File.ReadAllText(Path.Combine(folder, "options.json"));
        if (saved != JsonSerializer.Serialize(options))
        {
            throw new InvalidDataException($"{folder}: is of a run with other options ({saved}); give the same options or another output folder");
        }
        try
        {
            network.load(Path.Combine(folder, "network.dat"));
            average.load(Path.Combine(folder, "average.dat"));
            optimizer.load_state_dict(Path.Combine(folder, "optimizer.dat"));
            return int.Parse(File.ReadAllText(Path.Combine(folder, EpochsFile)), CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{folder}: can't be read ({error.Message.TrimEnd('.')}); delete it to start from nothing", error);
        }
    }
}
