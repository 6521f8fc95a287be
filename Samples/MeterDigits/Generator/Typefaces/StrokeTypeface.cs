using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>
/// Counter-wheel digits: centre lines of straight strokes and elliptical bowls, thickened. One <see cref="StrokeStyle"/>
/// spans narrow and wide, thin and bold, round and square digits, and the forms of 1, 4, 6, 7, 9 found on meters.
/// </summary>
internal sealed class StrokeTypeface : DigitTypeface
{
    private readonly StrokeStyle _style;
    private readonly StrokeSkeleton _skeleton;

    public StrokeTypeface(StrokeStyle style)
    {
        _style = style;
        _skeleton = new StrokeSkeleton(style);
    }

    /// <inheritdoc/>
    public override float Width => _style.Width + (_style.Slant < 0 ? -_style.Slant : _style.Slant);

    /// <inheritdoc/>
    protected override SKPath Build(int digit)
    {
        using var centreLine = new SKPath();
        _skeleton.Add(centreLine, digit);

        using var pen = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            StrokeWidth = _style.Weight,
            StrokeCap = _style.RoundCaps ? SKStrokeCap.Round : SKStrokeCap.Butt,
            StrokeJoin = _style.RoundJoins ? SKStrokeJoin.Round : SKStrokeJoin.Miter,
            StrokeMiter = 2.2f,
        };
        var outline = new SKPath();
        pen.GetFillPath(centreLine, outline);
        outline.Transform(SKMatrix.CreateScale(_style.Contrast, 1));
        if (_style.Slant != 0)
        {
            // Sheared about the base line, then moved right so that nothing leaves the box.
            float shift = _style.Slant > 0 ? _style.Slant : 0;
            outline.Transform(new SKMatrix(1, -_style.Slant, shift, 0, 1, 0, 0, 0, 1));
        }
        return outline;
    }
}
