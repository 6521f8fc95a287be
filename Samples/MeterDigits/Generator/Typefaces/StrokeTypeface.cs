using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>
/// Counter-wheel digits: centre lines of straight strokes and elliptical bowls, thickened. One <see cref="StrokeStyle"/>
/// spans narrow and wide, thin and bold, round and square digits, and the forms of 1, 4, 6, 7, 9 found on meters.
/// </summary>
internal sealed class StrokeTypeface : DigitTypeface
{
    private const float QuarterArc = 0.5523f; // handle length of a cubic quarter ellipse, in radii

    private readonly StrokeStyle _style;
    private readonly float _left;
    private readonly float _right;
    private readonly float _top;
    private readonly float _bottom;
    private readonly float _middle;

    public StrokeTypeface(StrokeStyle style)
    {
        _style = style;
        float half = style.Weight / 2;
        _left = half;
        _right = style.Width / style.Contrast - half;
        _top = half;
        _bottom = 1 - half;
        _middle = (_left + _right) / 2;
    }

    /// <inheritdoc/>
    public override float Width => _style.Width + (_style.Slant < 0 ? -_style.Slant : _style.Slant);

    /// <inheritdoc/>
    protected override SKPath Build(int digit)
    {
        using var centreLine = new SKPath();
        switch (digit)
        {
            case 0: Loop(centreLine, _top, _bottom); break;
            case 1: One(centreLine); break;
            case 2: Two(centreLine); break;
            case 3: Three(centreLine); break;
            case 4: Four(centreLine); break;
            case 5: Five(centreLine); break;
            case 6: Six(centreLine); break;
            case 7: Seven(centreLine); break;
            case 8: Loop(centreLine, _top, _style.Waist); Loop(centreLine, _style.Waist, _bottom); break;
            default:
                Six(centreLine);
                centreLine.Transform(SKMatrix.CreateRotationDegrees(180, _middle, 0.5f));
                break;
        }

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

    private float RadiusX => (_right - _left) / 2 * (1 - 0.55f * _style.Squareness);

    private float RadiusY(float height)
    {
        float radius = height / 2;
        float limit = RadiusX * 1.35f;
        return (radius < limit ? radius : limit) * (1 - 0.3f * _style.Squareness);
    }

    // Closed bowl over the whole width: ellipse quarters joined by straight sides.
    private void Loop(SKPath path, float top, float bottom)
    {
        float rx = RadiusX;
        float ry = RadiusY(bottom - top);
        path.MoveTo(_middle, top);
        path.LineTo(_right - rx, top);
        Quarter(path, _right - rx, top, _right, top + ry, horizontalFirst: true);
        path.LineTo(_right, bottom - ry);
        Quarter(path, _right, bottom - ry, _right - rx, bottom, horizontalFirst: false);
        path.LineTo(_left + rx, bottom);
        Quarter(path, _left + rx, bottom, _left, bottom - ry, horizontalFirst: true);
        path.LineTo(_left, top + ry);
        Quarter(path, _left, top + ry, _left + rx, top, horizontalFirst: false);
        path.Close();
    }

    private static void Quarter(SKPath path, float x0, float y0, float x1, float y1, bool horizontalFirst)
    {
        float dx = (x1 - x0) * QuarterArc;
        float dy = (y1 - y0) * QuarterArc;
        if (horizontalFirst)
        {
            path.CubicTo(x0 + dx, y0, x1, y1 - dy, x1, y1);
        }
        else
        {
            path.CubicTo(x0, y0 + dy, x1 - dx, y1, x1, y1);
        }
    }

    private void One(SKPath path)
    {
        float weight = _style.Weight;
        float reach = (_right - _left) * 0.42f;
        float stem = _style.One == 0 ? _middle : _middle + reach * 0.35f;
        switch (_style.One)
        {
            case 0:
                path.MoveTo(stem, 0);
                path.LineTo(stem, 1);
                break;
            case 2:
                path.MoveTo(stem - reach, _top + reach * 0.75f);
                path.LineTo(stem, _top);
                path.LineTo(stem, _bottom);
                path.MoveTo(stem - reach * 1.1f - weight / 2, _bottom);
                path.LineTo(stem + reach * 1.1f + weight / 2, _bottom);
                break;
            case 3:
                path.MoveTo(stem - reach * 1.1f, _top + reach * 0.9f);
                path.QuadTo(stem - reach * 0.15f, _top + reach * 0.75f, stem, _top);
                path.LineTo(stem, 1);
                break;
            case 4:
                path.MoveTo(stem - reach, _top + weight * 0.4f);
                path.LineTo(stem, _top + weight * 0.4f);
                path.MoveTo(stem, 0);
                path.LineTo(stem, 1);
                break;
            default:
                path.MoveTo(stem - reach, _top + reach * 0.75f);
                path.LineTo(stem, _top);
                path.LineTo(stem, 1);
                break;
        }
    }

    private void Two(SKPath path)
    {
        float rx = RadiusX;
        float ry = RadiusY(_style.Waist - _top);
        path.MoveTo(_left, _top + ry * 1.1f);
        path.LineTo(_left, _top + ry);
        Quarter(path, _left, _top + ry, _left + rx, _top, horizontalFirst: false);
        path.LineTo(_right - rx, _top);
        Quarter(path, _right - rx, _top, _right, _top + ry, horizontalFirst: true);
        if (_style.Two == 0)
        {
            float neck = _style.Waist + 0.04f;
            path.CubicTo(_right, _top + ry * 1.9f, _middle + rx * 0.45f, neck, _middle, neck + 0.10f);
            path.CubicTo(_left + rx * 0.2f, _bottom - 0.24f, _left, _bottom - 0.16f, _left, _bottom);
        }
        else
        {
            path.QuadTo(_right, _style.Waist - 0.02f, _right - rx * 0.35f, _style.Waist + 0.08f);
            path.LineTo(_left, _bottom);
        }
        path.LineTo(_right + (_style.RoundCaps ? 0 : _style.Weight / 2), _bottom);
    }

    private void Three(SKPath path)
    {
        float waist = _style.Waist;
        float rx = RadiusX;
        float inner = _middle - (_right - _left) * 0.12f;
        if (_style.Three == 1)
        {
            path.MoveTo(_left - (_style.RoundCaps ? 0 : _style.Weight / 2), _top);
            path.LineTo(_right, _top);
            path.LineTo(inner, waist - 0.06f);
            waist -= 0.06f;
        }
        else
        {
            float ryTop = RadiusY(waist - _top);
            path.MoveTo(_left, _top + ryTop * 0.85f);
            Quarter(path, _left, _top + ryTop * 0.85f, _left + rx, _top, horizontalFirst: false);
            path.LineTo(_right - rx, _top);
            Quarter(path, _right - rx, _top, _right, _top + ryTop, horizontalFirst: true);
            path.LineTo(_right, waist - ryTop);
            Quarter(path, _right, waist - ryTop, _right - rx, waist, horizontalFirst: false);
            path.LineTo(inner, waist);
            path.MoveTo(inner, waist);
        }
        float ry = RadiusY(_bottom - waist);
        path.LineTo(_right - rx, waist);
        Quarter(path, _right - rx, waist, _right, waist + ry, horizontalFirst: true);
        path.LineTo(_right, _bottom - ry);
        Quarter(path, _right, _bottom - ry, _right - rx, _bottom, horizontalFirst: false);
        path.LineTo(_left + rx, _bottom);
        Quarter(path, _left + rx, _bottom, _left, _bottom - ry * 0.85f, horizontalFirst: true);
    }

    private void Four(SKPath path)
    {
        float weight = _style.Weight;
        float end = _right + (_style.RoundCaps ? 0 : weight / 2);
        float stem = _left + (_right - _left) * 0.7f;
        float bar = 0.70f;
        switch (_style.Four)
        {
            case 1:
            case 3:
                path.MoveTo(_left + (_right - _left) * 0.68f, _top - (_style.RoundCaps ? 0 : weight / 2));
                path.LineTo(_left, bar);
                path.LineTo(end, bar);
                path.MoveTo(stem, _style.Four == 1 ? bar - 0.22f : bar);
                path.LineTo(stem, 1 - (_style.RoundCaps ? weight / 2 : 0));
                break;
            case 2:
                path.MoveTo(_left, 0);
                path.LineTo(_left, 0.58f);
                path.LineTo(end, 0.58f);
                path.MoveTo(stem, 0.2f);
                path.LineTo(stem, 1);
                break;
            default:
                path.MoveTo(stem, 1 - (_style.RoundCaps ? weight / 2 : 0));
                path.LineTo(stem, _top);
                path.LineTo(_left, bar);
                path.LineTo(end, bar);
                break;
        }
    }

    private void Five(SKPath path)
    {
        float waist = _style.Waist - 0.05f;
        float rx = RadiusX;
        float ry = RadiusY(_bottom - waist);
        float lean = (_right - _left) * 0.06f;
        path.MoveTo(_right + (_style.RoundCaps ? 0 : _style.Weight / 2), _top);
        path.LineTo(_left + lean, _top);
        path.LineTo(_left, waist + ry * 0.35f);
        path.CubicTo(_left + rx * 0.3f, waist + ry * 0.1f, _middle - rx * 0.3f, waist, _right - rx, waist);
        Quarter(path, _right - rx, waist, _right, waist + ry, horizontalFirst: true);
        path.LineTo(_right, _bottom - ry);
        Quarter(path, _right, _bottom - ry, _right - rx, _bottom, horizontalFirst: false);
        path.LineTo(_left + rx, _bottom);
        Quarter(path, _left + rx, _bottom, _left, _bottom - ry * 0.8f, horizontalFirst: true);
    }

    private void Six(SKPath path)
    {
        float waist = _style.Waist - 0.07f;
        float rx = RadiusX;
        Loop(path, waist, _bottom);
        if (_style.Six == 0)
        {
            float ry = RadiusY(_style.Waist - _top) * 1.1f;
            path.MoveTo(_right, _top + ry * 0.8f);
            Quarter(path, _right, _top + ry * 0.8f, _right - rx, _top, horizontalFirst: false);
            path.LineTo(_left + rx, _top);
            Quarter(path, _left + rx, _top, _left, _top + ry, horizontalFirst: true);
            path.LineTo(_left, _bottom - RadiusY(_bottom - waist));
        }
        else
        {
            float bowl = (waist + _bottom) / 2;
            path.MoveTo(_middle + rx * 0.55f, 0);
            path.CubicTo(_middle, 0.16f, _left, waist - 0.04f, _left, bowl);
        }
    }

    private void Seven(SKPath path)
    {
        float foot = _left + (_right - _left) * 0.28f;
        float edge = _left - (_style.RoundCaps ? 0 : _style.Weight / 2);
        if (_style.Seven == 3)
        {
            path.MoveTo(_left, _top + _style.Weight * 1.1f);
            path.LineTo(_left, _top);
        }
        else
        {
            path.MoveTo(edge, _top);
        }
        path.LineTo(_right, _top);
        switch (_style.Seven)
        {
            case 1:
                path.CubicTo(_right - 0.04f, 0.3f, foot + 0.02f, 0.55f, foot, 1);
                break;
            case 2:
                path.LineTo(_right, 0.2f);
                path.QuadTo(_middle, 0.5f, _middle - 0.02f, 0.62f);
                path.LineTo(_middle - 0.02f, 1);
                break;
            default:
                path.LineTo(foot, 1);
                break;
        }
        if (_style.Seven == 4)
        {
            path.MoveTo(_left + (_right - _left) * 0.2f, 0.52f);
            path.LineTo(_right, 0.52f);
        }
    }
}
