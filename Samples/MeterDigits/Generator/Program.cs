using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Edge.MeterDigits.Generator.Meters;

namespace Edge.MeterDigits.Generator;

/// <summary>Command line of the generator: data sets, sample pictures, contact sheets, whole counters.</summary>
internal static class Program
{
    private const string Usage = """
        usage: meter-digits-generator dataset OUT COUNT [SEED]   render COUNT crops into OUT (images.bin, labels.csv, dataset.json)
               meter-digits-generator samples OUT                draw the 24 sample pictures into OUT/<class>/<name>.png
               meter-digits-generator sheet OUT.png COUNT [SEED] draw a contact sheet of COUNT crops
               meter-digits-generator meters OUT [SEED]          draw whole counters: pictures, digit boxes, expected.json
        """;

    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["dataset", string folder, string count, .. string[] rest] when rest.Length <= 1:
                    ulong seed = Number(rest.FirstOrDefault() ?? "1");
                    DatasetFolder.Write(folder, Render(seed, (int)Number(count)), seed);
                    return 0;
                case ["samples", string folder]:
                    SamplePictures.Write(folder);
                    return 0;
                case ["sheet", string file, string count, .. string[] rest] when rest.Length <= 1:
                    DigitSample[] samples = Render(Number(rest.FirstOrDefault() ?? "1"), (int)Number(count));
                    ContactSheet.Write(file, samples, columns: 24, scale: 3);
                    return 0;
                case ["meters", string folder, .. string[] rest] when rest.Length <= 1:
                    MeterFolder.Write(folder, rest.Length == 1 ? Number(rest[0]) : MeterFolder.DefaultSeed);
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine("error: " + error.Message);
            return 1;
        }
    }

    private static ulong Number(string text)
    {
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= int.MaxValue
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 0 to {int.MaxValue}");
    }

    private static DigitSample[] Render(ulong seed, int count)
    {
        var samples = new DigitSample[count];
        Parallel.For(
            0,
            count,
            () => new SampleRenderer(seed),
            (index, _, renderer) =>
            {
                samples[index] = renderer.Render(index);
                return renderer;
            },
            renderer => renderer.Dispose());
        return samples;
    }
}
