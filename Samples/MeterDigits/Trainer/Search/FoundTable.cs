using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>Candidates as a table: one line each, the accuracies after each rung at its end.</summary>
internal static class FoundTable
{
    private const string Header = "candidate,shape,timeMs,energyMillijoule,weightedInstructions,macs,blobBytes,peakSramBytes,accuracies";

    /// <summary>Replaces the file.</summary>
    public static void Write(string file, IEnumerable<Candidate> candidates)
    {
        var text = new StringBuilder(Header + "\n");
        foreach (Candidate candidate in candidates)
        {
            CandidateCost cost = candidate.Cost;
            string accuracies = string.Join(' ', candidate.Accuracies.Select(accuracy => accuracy.ToString("F4", CultureInfo.InvariantCulture)));
            text.Append(CultureInfo.InvariantCulture, $"{candidate.Name},{candidate.Text},{cost.TimeMs:F1},{cost.EnergyMillijoule:F2},{cost.WeightedInstructions:F0},{cost.Macs},{cost.BlobBytes},{cost.PeakSramBytes},{accuracies}\n");
        }
        WholeFile.Write(file, text.ToString());
    }

    /// <summary>Reads candidates, without their accuracies.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static List<Candidate> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        try
        {
            return lines[0] == Header
                ? lines.Skip(1).Select(Parse).ToList()
                : throw new FormatException("another header");
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{file}: is damaged; delete it to draw and cost the candidates again", error);
        }
    }

    private static Candidate Parse(string line)
    {
        string[] fields = line.Split(',');
        double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        return new Candidate(fields[0], fields[1], new CandidateCost((long)Number(5), Number(4), (int)Number(6), (int)Number(7), Number(2), Number(3)));
    }
}
