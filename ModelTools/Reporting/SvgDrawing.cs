using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Edge.ModelTools.Reporting;

/// <summary>Writes an inline SVG picture. Coordinates are pixels from the upper left corner; colours are CSS classes of <see cref="ReportStyle"/>.</summary>
internal sealed class SvgDrawing
{
    private readonly StringBuilder _body = new();
    private readonly double _width;
    private readonly double _height;
    private readonly string _title;

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">What it shows, for those who cannot see it.</param>
    public SvgDrawing(double width, double height, string title)
    {
        _width = width;
        _height = height;
        _title = title;
    }

    /// <summary>A filled rectangle.</summary>
    /// <param name="tip">Text shown when the mouse rests on it, or null.</param>
    public void Rectangle(double x, double y, double width, double height, string style, string? tip = null)
    {
        string shape = Format($"<rect class=\"{style}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(width, 0):0.##}\" height=\"{Math.Max(height, 0):0.##}\"");
        _body.Append(shape).Append(tip is null ? "/>" : $"><title>{Escape(tip)}</title></rect>");
    }

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style)
    {
        _body.Append(Format($"<line class=\"{style}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>"));
    }

    /// <summary>A line through points.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, string style)
    {
        _body.Append(Format($"<polyline class=\"{style}\" points=\"")).AppendJoin(' ', points.Select(point => Format($"{point.X:0.##},{point.Y:0.##}"))).Append("\"/>");
    }

    /// <summary>Text on a base line.</summary>
    /// <param name="anchor">start, middle or end.</param>
    public void Text(double x, double y, string text, string style, string anchor = "start")
    {
        _body.Append(Format($"<text class=\"{style}\" x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\">")).Append(Escape(text)).Append("</text>");
    }

    /// <summary>The picture as an element of a page.</summary>
    public override string ToString()
    {
        string start = Format($"<svg viewBox=\"0 0 {_width:0.##} {_height:0.##}\" width=\"{_width:0.##}\" height=\"{_height:0.##}\" role=\"img\" aria-label=\"");
        return start + Escape(_title) + "\">" + _body + "</svg>\n";
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
