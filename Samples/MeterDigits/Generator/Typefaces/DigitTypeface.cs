using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>Ten digits as filled outlines, drawn by this program: no font file is read.</summary>
internal abstract class DigitTypeface
{
    private readonly SKPath?[] _outlines = new SKPath?[10];

    /// <summary>Width of a digit's box; its height is 1.</summary>
    public abstract float Width { get; }

    /// <summary>Outline of a digit in the box [0, <see cref="Width"/>] x [0, 1], y downwards, to be filled.</summary>
    /// <param name="digit">0 to 9.</param>
    public SKPath Outline(int digit)
    {
        return _outlines[digit] ??= Build(digit);
    }

    /// <summary>Draws the outline of one digit.</summary>
    protected abstract SKPath Build(int digit);
}
