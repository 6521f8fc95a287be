using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>Centre lines of a <see cref="StrokeTypeface"/>'s digits: straight strokes and elliptical bowls, half a stroke inside the digit's box.</summary>
internal sealed class StrokeSkeleton
{
    private readonly StrokeStyle _style;
    private readonly float _left;
    private readonly float _right;
    private readonly float _top;
    private readonly float _bottom;
    private readonly float _middle;

    public StrokeSkeleton(StrokeStyle style)
    {
        _style = style;
        float half = style.Weight / 2;
        _left = half;
        _right = style.Width / style.Contrast - half;
        _top = half;
        _bottom = 1 - half;
        _middle = (_left + _right) / 2;
    }

    /// <summary>Adds the centre lines of one digit.</summary>
    public void Add(SKPath path, int digit)
    {
        switch (digit)
        {
            case 0: Zero(path); break;
            case 1: One(path); break;
            case 2: Two(path); break;
            case 3: Three(path); break;
            case 4: Four(path); break;
            case 5: Five(path); break;
            case 6: Six(path); break;
            case 7: Seven(path); break;
            case 8: Loop(path, _top, _style.Waist); Loop(path, _style.Waist, _bottom); break;
            default:
                Six(path);
                path.Transform(SKMatrix.CreateRotationDegrees(180, _middle, 0.5f));
                break;
        }
    }

    // Where a stroke ends that reaches the lower or the upper edge: round caps add half a stroke.
    private float Foot => _style.RoundCaps ? _bottom : 1;

    private float Peak => _style.RoundCaps ? _top : 0;

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
        QuarterEllipse.Add(path, _right - rx, top, _right, top + ry, horizontalFirst: true);
        path.LineTo(_right, bottom - ry);
        QuarterEllipse.Add(path, _right, bottom - ry, _right - rx, bottom, horizontalFirst: false);
        path.LineTo(_left + rx, bottom);
        QuarterEllipse.Add(path, _left + rx, bottom, _left, bottom - ry, horizontalFirst: true);
        path.LineTo(_left, top + ry);
        QuarterEllipse.Add(path, _left, top + ry, _left + rx, top, horizontalFirst: false);
        path.Close();
    }

    private void Zero(SKPath path)
    {
        Loop(path, _top, _bottom);
        if (_style.Zero == 1)
        {
            path.MoveTo(_left + RadiusX * 0.5f, 0.72f);
            path.LineTo(_right - RadiusX * 0.5f, 0.28f);
        }
        else if (_style.Zero == 2)
        {
            path.MoveTo(_middle, 0.42f);
            path.LineTo(_middle, 0.58f);
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
                path.MoveTo(stem, Peak);
                path.LineTo(stem, Foot);
                break;
            case 2:
                path.MoveTo(stem - reach, _top + reach * 0.75f);
                path.LineTo(stem, _top);
                path.LineTo(stem, _bottom);
                float room = _right + weight / 2 - stem;
                float half = reach * 1.1f + weight / 2;
                half = half < room ? half : room;
                path.MoveTo(stem - half, _bottom);
                path.LineTo(stem + half, _bottom);
                break;
            case 3:
                path.MoveTo(stem - reach * 1.1f, _top + reach * 0.9f);
                path.QuadTo(stem - reach * 0.15f, _top + reach * 0.75f, stem, _top);
                path.LineTo(stem, Foot);
                break;
            case 4:
                path.MoveTo(stem - reach, _top + weight * 0.4f);
                path.LineTo(stem, _top + weight * 0.4f);
                path.MoveTo(stem, Peak);
                path.LineTo(stem, Foot);
                break;
            default:
                path.MoveTo(stem - reach, _top + reach * 0.75f);
                path.LineTo(stem, _top);
                path.LineTo(stem, Foot);
                break;
        }
    }

    private void Two(SKPath path)
    {
        float rx = RadiusX;
        float ry = RadiusY(_style.Waist - _top);
        path.MoveTo(_left, _top + ry * 1.1f);
        path.LineTo(_left, _top + ry);
        QuarterEllipse.Add(path, _left, _top + ry, _left + rx, _top, horizontalFirst: false);
        path.LineTo(_right - rx, _top);
        QuarterEllipse.Add(path, _right - rx, _top, _right, _top + ry, horizontalFirst: true);
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
            QuarterEllipse.Add(path, _left, _top + ryTop * 0.85f, _left + rx, _top, horizontalFirst: false);
            path.LineTo(_right - rx, _top);
            QuarterEllipse.Add(path, _right - rx, _top, _right, _top + ryTop, horizontalFirst: true);
            path.LineTo(_right, waist - ryTop);
            QuarterEllipse.Add(path, _right, waist - ryTop, _right - rx, waist, horizontalFirst: false);
            path.LineTo(inner, waist);
            path.MoveTo(inner, waist);
        }
        float ry = RadiusY(_bottom - waist);
        path.LineTo(_right - rx, waist);
        QuarterEllipse.Add(path, _right - rx, waist, _right, waist + ry, horizontalFirst: true);
        path.LineTo(_right, _bottom - ry);
        QuarterEllipse.Add(path, _right, _bottom - ry, _right - rx, _bottom, horizontalFirst: false);
        path.LineTo(_left + rx, _bottom);
        QuarterEllipse.Add(path, _left + rx, _bottom, _left, _bottom - ry * 0.85f, horizontalFirst: true);
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
                path.MoveTo(_left + (_right - _left) * 0.68f, Peak);
                path.LineTo(_left, bar);
                path.LineTo(end, bar);
                path.MoveTo(stem, _style.Four == 1 ? bar - 0.22f : bar);
                path.LineTo(stem, Foot);
                break;
            case 2:
                path.MoveTo(_left, Peak);
                path.LineTo(_left, 0.58f);
                path.LineTo(end, 0.58f);
                path.MoveTo(stem, 0.2f);
                path.LineTo(stem, Foot);
                break;
            default:
                path.MoveTo(stem, Foot);
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
        QuarterEllipse.Add(path, _right - rx, waist, _right, waist + ry, horizontalFirst: true);
        path.LineTo(_right, _bottom - ry);
        QuarterEllipse.Add(path, _right, _bottom - ry, _right - rx, _bottom, horizontalFirst: false);
        path.LineTo(_left + rx, _bottom);
        QuarterEllipse.Add(path, _left + rx, _bottom, _left, _bottom - ry * 0.8f, horizontalFirst: true);
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
            QuarterEllipse.Add(path, _right, _top + ry * 0.8f, _right - rx, _top, horizontalFirst: false);
            path.LineTo(_left + rx, _top);
            QuarterEllipse.Add(path, _left + rx, _top, _left, _top + ry, horizontalFirst: true);
            path.LineTo(_left, _bottom - RadiusY(_bottom - waist));
        }
        else if (_style.Six == 2)
        {
            // The curl comes down almost to the bowl.
            float ry = RadiusY(_style.Waist - _top) * 1.1f;
            path.MoveTo(_right - _style.Weight * 0.3f, waist - _style.Weight * 1.15f);
            path.LineTo(_right, _top + ry * 0.9f);
            QuarterEllipse.Add(path, _right, _top + ry * 0.9f, _right - rx, _top, horizontalFirst: false);
            path.LineTo(_left + rx, _top);
            QuarterEllipse.Add(path, _left + rx, _top, _left, _top + ry, horizontalFirst: true);
            path.LineTo(_left, _bottom - RadiusY(_bottom - waist));
        }
        else
        {
            float bowl = (waist + _bottom) / 2;
            path.MoveTo(_middle + rx * 0.55f, Peak);
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
                path.CubicTo(_right - 0.04f, 0.3f, foot + 0.02f, 0.55f, foot, Foot);
                break;
            case 2:
                path.LineTo(_right, 0.2f);
                path.QuadTo(_middle, 0.5f, _middle - 0.02f, 0.62f);
                path.LineTo(_middle - 0.02f, Foot);
                break;
            default:
                path.LineTo(foot, Foot);
                break;
        }
        if (_style.Seven == 4)
        {
            path.MoveTo(_left + (_right - _left) * 0.2f, 0.52f);
            path.LineTo(_right, 0.52f);
        }
    }
}
