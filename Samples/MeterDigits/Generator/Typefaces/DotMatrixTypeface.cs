using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>Digits of 5 x 7 dots, as character displays show them.</summary>
internal sealed class DotMatrixTypeface : DigitTypeface
{
    private const int Columns = 5;
    private const int Rows = 7;

    // Five bits per row, leftmost dot highest. The eleventh entry is the plain zero, without its slash.
    private static readonly byte[][] s_dots =
    {
        new byte[] { 14, 17, 19, 21, 25, 17, 14 },
        new byte[] { 4, 12, 4, 4, 4, 4, 14 },
        new byte[] { 14, 17, 1, 2, 4, 8, 31 },
        new byte[] { 14, 17, 1, 6, 1, 17, 14 },
        new byte[] { 2, 6, 10, 18, 31, 2, 2 },
        new byte[] { 31, 16, 30, 1, 1, 17, 14 },
        new byte[] { 6, 8, 16, 30, 17, 17, 14 },
        new byte[] { 31, 1, 2, 4, 8, 8, 8 },
        new byte[] { 14, 17, 17, 14, 17, 17, 14 },
        new byte[] { 14, 17, 17, 15, 1, 2, 12 },
        new byte[] { 14, 17, 17, 17, 17, 17, 14 },
        new byte[] { 31, 1, 2, 4, 8, 16, 16 },
    };

    private readonly float _width;
    private readonly float _fill;
    private readonly float _slant;
    private readonly bool _slashedZero;
    private readonly bool _diagonalSeven;

    /// <param name="width">Width of a digit, in heights.</param>
    /// <param name="fill">Part of a dot's cell that the dot fills, 0.7 to 1.</param>
    /// <param name="slant">Horizontal shear.</param>
    /// <param name="slashedZero">Zero has a slash.</param>
    /// <param name="diagonalSeven">The seven's stroke runs down to the left edge.</param>
    public DotMatrixTypeface(float width, float fill, float slant, bool slashedZero, bool diagonalSeven)
    {
        _width = width;
        _fill = fill;
        _slant = slant;
        _slashedZero = slashedZero;
        _diagonalSeven = diagonalSeven;
    }

    /// <inheritdoc/>
    public override float Width => _width + _slant;

    /// <inheritdoc/>
    protected override SKPath Build(int digit)
    {
        byte[] rows = s_dots[digit == 0 && !_slashedZero ? 10 : digit == 7 && _diagonalSeven ? 11 : digit];
        float cellWidth = _width / Columns;
        const float CellHeight = 1f / Rows;
        var path = new SKPath();
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                if ((rows[row] & (16 >> column)) != 0)
                {
                    path.AddRect(SKRect.Create(column * cellWidth, row * CellHeight, cellWidth * _fill, CellHeight * _fill));
                }
            }
        }
        if (_slant != 0)
        {
            path.Transform(new SKMatrix(1, -_slant, _slant, 0, 1, 0, 0, 0, 1));
        }
        return path;
    }
}
