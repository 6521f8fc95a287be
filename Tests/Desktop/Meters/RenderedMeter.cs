using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Meters;
using Edge.Tests.Desktop.Projects;

namespace Edge.Tests.Desktop.Meters;

/// <summary>One picture of Samples/MeterDigits/meters with what it shows and what has to come out.</summary>
internal sealed record RenderedMeter(string Image, string Boxes, string Shown, string Reading, string Previous, string Outcome)
{
    private static readonly string s_folder = Repository.PathOf("Samples/MeterDigits/meters");

    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true };

    public string ImagePath => Path.Combine(s_folder, Image);

    public string BoxesPath => Path.Combine(s_folder, Boxes);

    /// <summary>What each box shows: 0 to 9, or 10.</summary>
    public int[] Classes => [.. Shown.Split(' ').Select(text => text == "NaN" ? DigitResult.NotReadable : int.Parse(text))];

    public MeterLayout Layout() => BoxesFile.Read(BoxesPath, null);

    /// <summary>All pictures.</summary>
    public static List<RenderedMeter> All()
    {
        return JsonSerializer.Deserialize<List<RenderedMeter>>(File.ReadAllText(Path.Combine(s_folder, "expected.json")), s_options)
            ?? throw new InvalidDataException("expected.json is empty");
    }

    /// <summary>Compares a reading with what has to come out.</summary>
    /// <returns>Null, or what differs.</returns>
    public string? Differs(MeterReading reading, int decimals)
    {
        string status = MeterLog.NameOf(reading.Status);
        string text = reading.ToText(decimals);
        return status == Outcome && text == Reading ? null : $"{Image}: {text} {status}, expected {Reading} {Outcome}";
    }
}
