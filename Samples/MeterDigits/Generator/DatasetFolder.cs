using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Edge.MeterDigits.Generator;

/// <summary>Writes a data set as <c>images.bin</c> (NHWC bytes), <c>labels.csv</c> and <c>dataset.json</c>, the form `edge` reads.</summary>
internal static class DatasetFolder
{
    private const string Description = """
        {
          "count": COUNT,
          "shape": [32, 20, 3],
          "layout": "NHWC",
          "dtype": "uint8",
          "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "NaN"],
          "normalisation": {
            "real": "scale*x+offset",
            "scale": [0.00784313725490196, 0.00784313725490196, 0.00784313725490196],
            "offset": [-1, -1, -1]
          },
          "source": "rendered by Samples/MeterDigits/Generator, seed SEED",
          "licence": "MIT"
        }

        """;

    /// <summary>Writes the samples; the folder is made if missing, the three files are replaced.</summary>
    public static void Write(string folder, IReadOnlyList<DigitSample> samples, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var labels = new StringBuilder("index,label\n");
        using (FileStream images = File.Create(Path.Combine(folder, "images.bin")))
        {
            for (int i = 0; i < samples.Count; i++)
            {
                images.Write(samples[i].Pixels);
                labels.Append(i).Append(',').Append(samples[i].Label).Append('\n');
            }
        }
        File.WriteAllText(Path.Combine(folder, "labels.csv"), labels.ToString());
        File.WriteAllText(
            Path.Combine(folder, "dataset.json"),
            Description.Replace("COUNT", samples.Count.ToString()).Replace("SEED", seed.ToString()));
    }
}
