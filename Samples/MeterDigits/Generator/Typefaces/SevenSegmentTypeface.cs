using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>Seven-segment digits of LCD and LED displays. Segments a to g: top, upper right, lower right, bottom, lower left, upper left, middle.</summary>
internal sealed class SevenSegmentTypeface : DigitTypeface
{
    private static readonly int[] s_lit = { 0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F };

    private readonly SegmentStyle _style;

    public SevenSegmentTypeface(SegmentStyle style)
    {
        _style = style;
    }

    /// <inheritdoc/>
    public override float Width => _style.Width + _style.Slant;

    /// <summary>All segments, lit or not: what shows faintly on a display seen from the side.</summary>
    public SKPath AllSegments() => Segments(0x7F);

    /// <inheritdoc/>
    protected override SKPath Build(int digit)
    {
        int lit = s_lit[digit];
        if (digit == 7 && _style.HookedSeven)
        {
            lit |= 0x20;
        }
        if (digit == 1 && _style.LeftOne)
        {
            lit = 0x30;
        }
        if (!_style.Tails)
        {
            lit &= digit == 6 ? ~0x01 : digit == 9 ? ~0x08 : ~0;
        }
        return Segments(lit);
    }

    private SKPath Segments(int lit)
    {
        float half = _style.Weight / 2;
        float left = half;
        float right = _style.Width - half;
        float top = half;
        float bottom = 1 - half;
        const float Middle = 0.5f;
        var path = new SKPath();
        for (int segment = 0; segment < 7; segment++)
        {
            if ((lit & (1 << segment)) == 0)
            {
                continue;
            }
            switch (segment)
            {
                case 0: Bar(path, left, top, right, top, 1); break;
                case 1: Bar(path, right, top, right, Middle, 1); break;
                case 2: Bar(path, right, Middle, right, bottom, 1); break;
                case 3: Bar(path, left, bottom, right, bottom, -1); break;
                case 4: Bar(path, left, Middle, left, bottom, -1); break;
                case 5: Bar(path, left, top, left, Middle, -1); break;
                default: Bar(path, left, Middle, right, Middle, 0); break;
            }
        }
        if (_style.Slant != 0)
        {
            path.Transform(new SKMatrix(1, -_style.Slant, _style.Slant, 0, 1, 0, 0, 0, 1));
        }
        return path;
    }

    // A bar from one joint to the next. outer: which side of it faces outwards (mitred bars are longer there), 0 = neither.
    private void Bar(SKPath path, float x0, float y0, float x1, float y1, int outer)
    {
        float half = _style.Weight / 2;
        bool horizontal = y0 == y1;
        float start = horizontal ? x0 : y0;
        float end = horizontal ? x1 : y1;
        float line = horizontal ? y0 : x0;
        start += _style.Gap;
        end -= _style.Gap;
        float inner = half * _style.Point;
        // Offsets of the end along the bar on its outer and inner side.
        float outerReach = _style.Mitred && outer != 0 ? -half : inner;
        float outerSide = horizontal ? (outer >= 0 ? line - half : line + half) : (outer > 0 ? line + half : line - half);
        float innerSide = 2 * line - outerSide;
        float startPoint = _style.Mitred ? start : start - half + inner * 0.5f;
        float endPoint = _style.Mitred ? end : end + half - inner * 0.5f;
        Vertex(path, start + outerReach, outerSide, horizontal, first: true);
        Vertex(path, end - outerReach, outerSide, horizontal, first: false);
        Vertex(path, endPoint, line, horizontal, first: false);
        Vertex(path, end - half * (_style.Mitred ? 1 : _style.Point), innerSide, horizontal, first: false);
        Vertex(path, start + half * (_style.Mitred ? 1 : _style.Point), innerSide, horizontal, first: false);
        Vertex(path, startPoint, line, horizontal, first: false);
        path.Close();
    }

    private static void Vertex(SKPath path, float along, float across, bool horizontal, bool first)
    {
        float x = horizontal ? along : across;
        float y = horizontal ? across : along;
        if (first)
        {
            path.MoveTo(x, y);
        }
        else
        {
            path.LineTo(x, y);
        }
    }
}
