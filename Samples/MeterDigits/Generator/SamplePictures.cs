using System.IO;
using Edge.MeterDigits.Generator.Scenes;
using Edge.MeterDigits.Generator.Typefaces;
using SkiaSharp;

namespace Edge.MeterDigits.Generator;

/// <summary>
/// The pictures that `edge demo` runs: each digit on a black wheel and on a white one or a display, four wheels
/// caught between two digits. Drawn clean: what a good camera above a good meter sees.
/// </summary>
internal static class SamplePictures
{
    private const ulong Seed = 24;
    private const int Scale = 8;

    /// <summary>Writes <c>folder/class/name.png</c>.</summary>
    public static void Write(string folder)
    {
        var rounded = new StrokeTypeface(new StrokeStyle { Width = 0.56f, Weight = 0.13f, RoundCaps = true, RoundJoins = true, One = 1, Four = 0, Six = 1 });
        var bold = new StrokeTypeface(new StrokeStyle { Width = 0.6f, Weight = 0.18f, Squareness = 0.4f, One = 1, Four = 0, Six = 0 });
        var glass = new SevenSegmentTypeface(new SegmentStyle { Width = 0.54f, Weight = 0.11f, Gap = 0.012f, Slant = 0.1f, Mitred = true });
        var black = new Palette(new SKColor(24, 24, 26), new SKColor(236, 234, 226), new SKColor(70, 72, 76));
        var white = new Palette(new SKColor(226, 224, 216), new SKColor(28, 28, 32), new SKColor(20, 20, 22));
        var red = new Palette(new SKColor(190, 32, 34), new SKColor(240, 236, 230), new SKColor(200, 200, 204));
        for (int digit = 0; digit < 10; digit++)
        {
            Save(folder, digit, "black-wheel", canvas => DrawWheel(canvas, rounded, black, digit, 0.01f * digit));
            if (digit % 3 == 1)
            {
                Save(folder, digit, "display", canvas => DrawDisplay(canvas, glass, digit));
            }
            else
            {
                Save(folder, digit, digit % 3 == 2 ? "red-wheel" : "white-wheel", canvas => DrawWheel(canvas, bold, digit % 3 == 2 ? red : white, digit, -0.008f * digit));
            }
        }
        Save(folder, Scene.NotReadable, "black-wheel-3-4", canvas => DrawWheel(canvas, rounded, black, 3, 0.5f));
        Save(folder, Scene.NotReadable, "white-wheel-8-9", canvas => DrawWheel(canvas, bold, white, 8, 0.45f));
        Save(folder, Scene.NotReadable, "red-wheel-9-0", canvas => DrawWheel(canvas, bold, red, 9, 0.52f));
        Save(folder, Scene.NotReadable, "black-wheel-6-7", canvas => DrawWheel(canvas, rounded, black, 6, 0.58f));
    }

    private static void Save(string folder, int label, string name, System.Action<SKCanvas> draw)
    {
        string directory = Path.Combine(folder, label == Scene.NotReadable ? "NaN" : label.ToString());
        Directory.CreateDirectory(directory);
        using var large = new SKBitmap(new SKImageInfo(DigitSample.Width * Scale, DigitSample.Height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(large))
        {
            canvas.Scale(Scale);
            draw(canvas);
        }
        Camera.FloatImage image = Camera.FloatImage.From(large);
        Camera.Lens.Gauss(image, 0.35f * Scale);
        image = image.Resize(DigitSample.Width, DigitSample.Height, area: true);
        var random = new SampleRandom(Seed, (ulong)label);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] += random.Normal() * 2.5f;
        }
        using var small = new SKBitmap(new SKImageInfo(DigitSample.Width, DigitSample.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        image.CopyTo(small);
        using SKData data = small.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(Path.Combine(directory, name + ".png"), data.ToArray());
    }

    private static void DrawWheel(SKCanvas canvas, DigitTypeface typeface, Palette palette, int digit, float phase)
    {
        var geometry = new DrumGeometry
        {
            DigitHeight = 20,
            CentreX = 10,
            CentreY = 16,
            Pitch = 27,
            WindowTop = 2,
            WindowBottom = 30,
            Direction = 1,
        };
        using var paint = new SKPaint { IsAntialias = true, Color = palette.Ground };
        canvas.DrawRect(0, 0, Scene.CropWidth, Scene.CropHeight, paint);
        DrumScene.DrawDigits(canvas, typeface, geometry, geometry.CentreX, 1, digit, phase, palette.Ink);
        paint.Color = palette.Frame;
        canvas.DrawRect(0, 0, Scene.CropWidth, geometry.WindowTop, paint);
        canvas.DrawRect(0, geometry.WindowBottom, Scene.CropWidth, 2, paint);
        paint.Color = Palette.Mix(palette.Ground, SKColors.Black, 0.6f);
        canvas.DrawRect(0, geometry.WindowTop, 1.2f, geometry.WindowBottom - geometry.WindowTop, paint);
        canvas.DrawRect(18.8f, geometry.WindowTop, 1.2f, geometry.WindowBottom - geometry.WindowTop, paint);
    }

    private static void DrawDisplay(SKCanvas canvas, SevenSegmentTypeface typeface, int digit)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(186, 198, 172) };
        canvas.DrawRect(0, 0, Scene.CropWidth, Scene.CropHeight, paint);
        canvas.Translate(10 - typeface.Width * 11, 5);
        canvas.Scale(22);
        paint.Color = new SKColor(38, 46, 44, 18);
        using SKPath all = typeface.AllSegments();
        canvas.DrawPath(all, paint);
        paint.Color = new SKColor(38, 46, 44);
        canvas.DrawPath(typeface.Outline(digit), paint);
    }
}
