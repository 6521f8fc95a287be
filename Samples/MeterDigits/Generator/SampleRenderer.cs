using System;
using Edge.MeterDigits.Generator.Camera;
using Edge.MeterDigits.Generator.Scenes;
using SkiaSharp;

namespace Edge.MeterDigits.Generator;

/// <summary>
/// Renders labelled crops of meters: a scene, the camera's position, light, lens, sensor, compression, resizing to 20 x 32.
/// Sample i of seed s is the same whenever and in whatever order it is rendered. Not safe for use by several threads at once.
/// </summary>
internal sealed class SampleRenderer : IDisposable
{
    private const int Scale = 2; // pixels drawn per crop pixel, each way; Skia's coverage does the rest

    private const ulong OverlayStreams = 1UL << 41; // away from those of the samples
    private const ulong AttemptStreams = 1UL << 42;

    private static readonly Scene s_drum = new DrumScene();
    private static readonly Scene s_display = new DisplayScene();
    private static readonly Scene s_clutter = new ClutterScene();

    private readonly SKBitmap _bitmap = new(new SKImageInfo(DigitSample.Width * Scale, DigitSample.Height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
    private readonly SKCanvas _canvas;
    private readonly ulong _seed;

    public SampleRenderer(ulong seed)
    {
        _seed = seed;
        _canvas = new SKCanvas(_bitmap);
    }

    /// <summary>Renders sample <paramref name="index"/>; three in ten samples are not readable, and what people could not read is not labelled a digit.</summary>
    public DigitSample Render(long index)
    {
        for (int attempt = 0; ; attempt++)
        {
            DigitSample sample = Draw(index, attempt, isOther: false);
            if (sample.Label == Scene.NotReadable || Legibility.IsPlain(sample.Pixels)
                || Legibility.Tells(sample.Pixels, Draw(index, attempt, isOther: true).Pixels))
            {
                return sample;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    /// <summary>Draws what the numbers of an attempt say. The same numbers with another digit show what of the picture is the digit.</summary>
    internal DigitSample Draw(long index, int attempt, bool isOther)
    {
        var random = new SampleRandom(_seed, (ulong)index + (ulong)attempt * AttemptStreams);
        int label = random.Chance(0.3f) ? Scene.NotReadable : random.Whole(0, 10);
        float kind = random.Unit();
        Scene scene = label == Scene.NotReadable
            ? (kind < 0.14f ? s_clutter : kind < 0.26f ? s_display : s_drum)
            : (kind < 0.42f ? s_display : s_drum);
        bool isCutOff = label == Scene.NotReadable && random.Chance(0.09f);
        scene = isCutOff ? (random.Chance(0.25f) ? s_display : s_drum) : scene;

        _canvas.ResetMatrix();
        _canvas.Clear(SKColors.Black); // where a scene does not reach, nothing of the last one may show
        _canvas.Scale(Scale);
        Aim(random);
        if (isCutOff)
        {
            // The box missed the digit.
            float side = random.Chance(0.5f) ? 1 : -1;
            bool isBeside = random.Chance(0.5f);
            _canvas.Translate(isBeside ? side * random.Between(6.5f, 13) : 0, isBeside ? 0 : side * random.Between(11, 18));
        }
        int digit = isOther ? Legibility.Other(label) : label;
        float turned = scene.Draw(_canvas, random, isCutOff ? random.Whole(0, 10) : digit);
        Soil(random);
        Overlay.Draw(_canvas, new SampleRandom(_seed, OverlayStreams + (ulong)index + (ulong)attempt * AttemptStreams));
        return new DigitSample(Photograph(random, keepLegible: label != Scene.NotReadable), label, turned);
    }

    // Camera position: turn, shear and perspective about the crop's centre.
    private void Aim(SampleRandom random)
    {
        _canvas.Translate(Scene.CropWidth / 2, Scene.CropHeight / 2);
        if (random.Chance(0.7f))
        {
            float turn = random.Normal() * 2.2f * MathF.PI / 180;
            float lean = random.Chance(0.3f) ? random.Normal() * 0.06f : 0;
            float px = random.Chance(0.3f) ? random.Normal() * 0.003f : 0;
            float py = random.Chance(0.3f) ? random.Normal() * 0.003f : 0;
            var matrix = new SKMatrix(
                MathF.Cos(turn), -MathF.Sin(turn) + lean, 0,
                MathF.Sin(turn), MathF.Cos(turn), 0,
                px, py, 1);
            _canvas.Concat(matrix);
        }
        _canvas.Translate(-Scene.CropWidth / 2, -Scene.CropHeight / 2);
    }

    // Specks, drops and scratches on the glass.
    private void Soil(SampleRandom random)
    {
        if (!random.Chance(0.25f))
        {
            return;
        }
        using var paint = new SKPaint { IsAntialias = true };
        for (int i = random.Whole(1, 7); i > 0; i--)
        {
            paint.Color = Palette.Grey(random, 0, 256, 20).WithAlpha((byte)random.Whole(30, 200));
            float x = random.Between(0, Scene.CropWidth);
            float y = random.Between(0, Scene.CropHeight);
            if (random.Chance(0.7f))
            {
                _canvas.DrawOval(x, y, random.Between(0.2f, 1.1f), random.Between(0.2f, 1.1f), paint);
            }
            else
            {
                paint.StrokeWidth = random.Between(0.1f, 0.5f);
                _canvas.DrawLine(x, y, x + random.Between(-9, 9), y + random.Between(-9, 9), paint);
            }
        }
    }

    private byte[] Photograph(SampleRandom random, bool keepLegible)
    {
        FloatImage image = FloatImage.From(_bitmap);
        Light.Apply(image, random);
        Lens.Apply(image, random);

        // The crop in the camera's own resolution.
        float across = random.Chance(0.3f) ? random.Between(11, 20) : random.Between(20, 40);
        int width = (int)across;
        int height = (int)(across * 1.6f * random.Between(0.85f, 1.15f));
        height = height > _bitmap.Height ? _bitmap.Height : height;
        image = image.Resize(width, height, area: true);
        Sensor.Apply(image, random, keepLegible);
        if (random.Chance(0.5f))
        {
            image = Sensor.Jpeg(image, random.Whole(25, 96));
        }

        float way = random.Unit();
        image = way < 0.25f
            ? image.ResizeNearest(DigitSample.Width, DigitSample.Height)
            : image.Resize(DigitSample.Width, DigitSample.Height, area: way < 0.5f && width >= DigitSample.Width && height >= DigitSample.Height);
        var pixels = new byte[DigitSample.ByteCount];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = FloatImage.ToByte(image.Pixels[i]);
        }
        return pixels;
    }
}
