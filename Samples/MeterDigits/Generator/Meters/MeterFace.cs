using System;
using Edge.MeterDigits.Generator.Camera;
using Edge.MeterDigits.Generator.Scenes;
using Edge.MeterDigits.Generator.Typefaces;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Meters;

/// <summary>
/// Draws the counter of a meter as a camera sees it: plate, bezel, digit windows at known boxes, light, lens, noise.
/// The same case and seed give the same picture. A frame in RGB565 is 27,648 bytes: one array on the device.
/// </summary>
internal sealed class MeterFace
{
    /// <summary>Size of the frame in pixels.</summary>
    public const int Width = 192;

    /// <inheritdoc cref="Width"/>
    public const int Height = 72;

    private const float RollingFrom = 0.26f; // phase from which a wheel shows no single digit, see DrumGeometry.Judge
    private const float RollingTo = 0.74f;
    private const int Scale = 4;             // pixels drawn per pixel of the frame, each way

    private readonly MeterCase _case;
    private readonly ulong _seed;
    private readonly float _cellWidth;
    private readonly float _cellHeight;
    private readonly float _left;
    private readonly float _top;

    public MeterFace(MeterCase meter, ulong seed)
    {
        _case = meter;
        _seed = seed;
        float pitch = MathF.Min(28, (Width - 14f) / meter.Digits.Length);
        _cellWidth = pitch;
        _cellHeight = MathF.Min(42, pitch * 1.6f);
        _left = (Width - pitch * meter.Digits.Length) / 2;
        _top = (Height - _cellHeight) / 2;
    }

    /// <summary>Boxes of the digits, the most significant first.</summary>
    public DigitBox[] Boxes()
    {
        // The boxes are drawn by a person on a reference picture, so they are where the windows are, camera turned or not.
        var boxes = new DigitBox[_case.Digits.Length];
        for (int i = 0; i < boxes.Length; i++)
        {
            int x = (int)MathF.Round(_left + i * _cellWidth);
            boxes[i] = new DigitBox(x, (int)MathF.Round(_top), (int)MathF.Round(_left + (i + 1) * _cellWidth) - x, (int)MathF.Round(_cellHeight));
        }
        return boxes;
    }

    /// <summary>What each box shows: a digit, or "NaN" when the wheel stands between two digits or the digit is hidden.</summary>
    public string[] Shown()
    {
        float[] phases = Phases();
        var shown = new string[phases.Length];
        for (int i = 0; i < shown.Length; i++)
        {
            bool hidden = i == _case.Missing || (i == _case.Glare && _case.GlareHides);
            shown[i] = hidden || phases[i] is > RollingFrom and < RollingTo ? "NaN" : _case.Digits[i].ToString();
        }
        return shown;
    }

    /// <summary>Draws the frame; the caller disposes it.</summary>
    public SKBitmap Render()
    {
        var random = new SampleRandom(_seed, Stream(_case.Name));
        using var large = new SKBitmap(new SKImageInfo(Width * Scale, Height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(large))
        {
            canvas.Scale(Scale);
            canvas.RotateDegrees(_case.Turn, Width / 2f, Height / 2f);
            DrawPlate(canvas, random);
            if (_case.Kind is MeterKind.Display or MeterKind.LitDisplay)
            {
                DrawDisplay(canvas, random);
            }
            else
            {
                DrawWheels(canvas, random);
            }
            DrawGlare(canvas);
        }

        FloatImage image = FloatImage.From(large);
        Lens.Gauss(image, _case.Blur * Scale);
        image = image.Resize(Width, Height, area: true);
        Expose(image, random);
        var frame = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        image.CopyTo(frame);
        return frame;
    }

    // How far each wheel has turned. A wheel is moved by the one after it while that one goes from 9 to 0.
    private float[] Phases()
    {
        var phases = new float[_case.Digits.Length];
        phases[^1] = _case.Phase;
        for (int i = phases.Length - 2; i >= 0 && _case.Digits[i + 1] == '9'; i--)
        {
            phases[i] = phases[i + 1];
        }
        return phases;
    }

    // A number for the case's name that is the same on every run (FNV-1a).
    private static ulong Stream(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 1099511628211;
        }
        return hash;
    }

    // The plate of the meter: two tones, a bezel round the window, print above and below.
    private void DrawPlate(SKCanvas canvas, SampleRandom random)
    {
        var everything = new SKRect(-30, -30, Width + 30, Height + 30);
        SKColor plate = random.Whole(0, 3) switch
        {
            0 => Palette.Grey(random, 200, 240, 8),
            1 => Palette.Grey(random, 60, 110, 14),
            _ => new SKColor((byte)random.Whole(60, 100), (byte)random.Whole(90, 140), (byte)random.Whole(140, 190)),
        };
        SKColor print = Palette.Mix(plate, plate.Green > 128 ? SKColors.Black : SKColors.White, 0.75f);
        using var paint = new SKPaint { IsAntialias = true, Color = plate };
        canvas.DrawRect(everything, paint);
        paint.Color = print;
        float x = _left;
        while (x < Width - _left - 20)
        {
            float length = random.Between(3, 12);
            canvas.DrawRect(SKRect.Create(x, 3, length, 2.2f), paint);
            canvas.DrawRect(SKRect.Create(x + random.Between(-2, 2), Height - 5, length * 0.6f, 1.8f), paint);
            x += length + random.Between(2, 7);
        }
        var bezel = new SKRect(_left - 3.5f, _top - 3.5f, Width - _left + 3.5f, _top + _cellHeight + 3.5f);
        paint.Color = Palette.Mix(plate, SKColors.Black, 0.55f);
        canvas.DrawRoundRect(bezel, 2.5f, 2.5f, paint);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 0.8f;
        paint.Color = Palette.Mix(plate, SKColors.White, 0.5f);
        canvas.DrawRoundRect(bezel, 2.5f, 2.5f, paint);
    }

    private void DrawWheels(SKCanvas canvas, SampleRandom random)
    {
        DigitTypeface typeface = TypefaceCatalog.Drum(random);
        float[] phases = Phases();
        float unit = _cellHeight / Scene.CropHeight;
        for (int i = 0; i < phases.Length; i++)
        {
            Palette palette = Colours(isDecimal: i >= phases.Length - _case.Decimals);
            canvas.Save();
            canvas.Translate(_left + i * _cellWidth, _top);
            canvas.ClipRect(SKRect.Create(0, 0, _cellWidth, _cellHeight));
            canvas.Scale(unit);
            float across = _cellWidth / unit;
            using var paint = new SKPaint { IsAntialias = true, Color = palette.Ground };
            canvas.DrawRect(0, 0, across, Scene.CropHeight, paint);
            var geometry = new DrumGeometry
            {
                DigitHeight = 20,
                CentreX = across / 2,
                CentreY = Scene.CropHeight / 2,
                Pitch = 27,
                WindowTop = 1,
                WindowBottom = Scene.CropHeight - 1,
                Direction = 1,
            };
            float stretch = MathF.Min(1.1f, (across - 6) / (typeface.Width * geometry.DigitHeight));
            float rest = random.Normal() * 0.015f; // no wheel stands quite straight
            if (i != _case.Missing)
            {
                DrumScene.DrawDigits(canvas, typeface, geometry, geometry.CentreX, stretch, _case.Digits[i] - '0', phases[i] + rest, palette.Ink);
            }
            using (SKShader shade = SKShader.CreateLinearGradient(
                new SKPoint(0, 0),
                new SKPoint(0, Scene.CropHeight),
                new[] { new SKColor(0, 0, 0, 150), new SKColor(0, 0, 0, 0), new SKColor(0, 0, 0, 0), new SKColor(0, 0, 0, 130) },
                new[] { 0, 0.28f, 0.7f, 1 },
                SKShaderTileMode.Clamp))
            {
                paint.Shader = shade;
                canvas.DrawRect(0, 0, across, Scene.CropHeight, paint);
                paint.Shader = null;
            }
            paint.Color = Palette.Mix(palette.Ground, SKColors.Black, 0.6f);
            canvas.DrawRect(0, 0, 0.8f, Scene.CropHeight, paint);
            canvas.DrawRect(across - 0.8f, 0, 0.8f, Scene.CropHeight, paint);
            if (i == _case.Missing)
            {
                paint.Color = new SKColor(214, 206, 184);
                canvas.DrawRect(0.5f, 0, across - 1, Scene.CropHeight, paint);
            }
            canvas.Restore();
        }
    }

    private Palette Colours(bool isDecimal)
    {
        return _case.Kind == MeterKind.BlackWheels
            ? new Palette(isDecimal ? new SKColor(176, 30, 32) : new SKColor(26, 26, 28), new SKColor(236, 233, 224), SKColors.Gray)
            : new Palette(new SKColor(228, 225, 216), isDecimal ? new SKColor(186, 28, 30) : new SKColor(30, 30, 34), SKColors.Gray);
    }

    private void DrawDisplay(SKCanvas canvas, SampleRandom random)
    {
        SevenSegmentTypeface typeface = TypefaceCatalog.Segments(random);
        bool isLit = _case.Kind == MeterKind.LitDisplay;
        SKColor ground = isLit ? new SKColor(22, 16, 18) : new SKColor(172, 186, 160);
        SKColor ink = isLit ? new SKColor(255, 96, 70) : new SKColor(34, 42, 44);
        using var paint = new SKPaint { IsAntialias = true, Color = ground };
        canvas.DrawRect(new SKRect(_left - 2, _top - 2, Width - _left + 2, _top + _cellHeight + 2), paint);
        paint.Color = ink;
        float height = _cellHeight * 0.72f;
        float stretch = MathF.Min(1, (_cellWidth - 6) / (typeface.Width * height));
        for (int i = 0; i < _case.Digits.Length; i++)
        {
            canvas.Save();
            canvas.Translate(_left + (i + 0.5f) * _cellWidth - typeface.Width * height * stretch / 2, _top + (_cellHeight - height) / 2);
            canvas.Scale(height * stretch, height);
            if (!isLit)
            {
                using SKPath all = typeface.AllSegments();
                paint.Color = ink.WithAlpha(14);
                canvas.DrawPath(all, paint);
                paint.Color = ink;
            }
            if (i != _case.Missing)
            {
                canvas.DrawPath(typeface.Outline(_case.Digits[i] - '0'), paint);
            }
            canvas.Restore();
            if (i == _case.Digits.Length - _case.Decimals - 1 && _case.Decimals > 0)
            {
                canvas.DrawRect(SKRect.Create(_left + (i + 1) * _cellWidth - 1, _top + (_cellHeight + height) / 2 - 2, 2, 2), paint);
            }
        }
    }

    // A lamp mirrored in the window: a soft patch beside the digit, or a hard one over it.
    private void DrawGlare(SKCanvas canvas)
    {
        if (_case.Glare < 0)
        {
            return;
        }
        float x = _left + (_case.Glare + (_case.GlareHides ? 0.5f : 1)) * _cellWidth;
        float y = _top + _cellHeight * (_case.GlareHides ? 0.5f : 0.12f);
        float radius = _cellHeight * (_case.GlareHides ? 0.62f : 0.5f);
        using SKShader shader = SKShader.CreateRadialGradient(
            new SKPoint(x, y),
            radius,
            new[] { SKColors.White.WithAlpha(_case.GlareHides ? (byte)255 : (byte)110), SKColors.White.WithAlpha(_case.GlareHides ? (byte)255 : (byte)70), SKColors.White.WithAlpha(0) },
            new[] { 0, _case.GlareHides ? 0.72f : 0.4f, 1 },
            SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = shader };
        canvas.Save();
        canvas.Scale(_case.GlareHides ? _cellWidth / _cellHeight : 1, 1, x, y);
        canvas.DrawCircle(x, y, radius, paint);
        canvas.Restore();
    }

    // Light that falls off to one side, exposure, and noise that is the same in all three channels.
    private void Expose(FloatImage image, SampleRandom random)
    {
        float slope = random.Between(-0.15f, 0.15f);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int at = (y * Width + x) * 3;
                float gain = _case.Exposure * (1 + slope * (2f * x / Width - 1));
                float noise = random.Normal() * _case.Noise;
                for (int channel = 0; channel < 3; channel++)
                {
                    image.Pixels[at + channel] = image.Pixels[at + channel] * gain + noise;
                }
            }
        }
    }
}
