using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>Writes one page of HTML that is well-formed XML, too. It needs no other file and no network; without its script it only loses sorting.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _body = new();
    private readonly string _title;

    /// <summary>Begins a page.</summary>
    public HtmlPage(string title)
    {
        _title = title;
        _body.Append(Element("h1", title));
    }

    /// <summary>A heading that begins a section.</summary>
    public void Section(string heading)
    {
        _body.Append(Element("h2", heading));
    }

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text)
    {
        _body.Append(Element("p", text));
    }

    /// <summary>A paragraph in small print.</summary>
    public void Note(string text)
    {
        _body.Append("<p class=\"note\">").Append(Escape(text)).Append("</p>\n");
    }

    /// <summary>Numbers side by side: what they are, the number, small print.</summary>
    public void Tiles(IEnumerable<(string Label, string Value, string Note)> tiles)
    {
        _body.Append("<div class=\"tiles\">");
        foreach ((string label, string value, string note) in tiles)
        {
            _body.Append("<div class=\"tile\"><div class=\"label\">").Append(Escape(label)).Append("</div><div class=\"value\">").Append(Escape(value))
                .Append("</div><div class=\"note\">").Append(Escape(note)).Append("</div></div>");
        }

        _body.Append("</div>\n");
    }

    /// <summary>A table; the first <paramref name="textColumns"/> columns are text, the others numbers.</summary>
    /// <param name="isSortable">The reader may sort and filter the rows.</param>
    public void Table(int textColumns, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, bool isSortable = false)
    {
        _body.Append(isSortable ? "<table class=\"sortable\"><thead>" : "<table><thead>");
        Row("th", textColumns, headings);
        _body.Append("</thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            Row("td", textColumns, row);
        }

        _body.Append("</tbody></table>\n");
    }

    /// <summary>A picture: what <see cref="SvgDrawing"/> or another writer of SVG made.</summary>
    public void Picture(string svg)
    {
        _body.Append("<div class=\"picture\">").Append(svg).Append("</div>\n");
    }

    /// <summary>Small pictures in a grid.</summary>
    public void Pictures(IEnumerable<string> svgs)
    {
        _body.Append("<div class=\"grid\">").AppendJoin(string.Empty, svgs).Append("</div>\n");
    }

    /// <summary>Samples as pictures with captions.</summary>
    public void Samples(IEnumerable<SamplePicture> samples)
    {
        _body.Append("<div class=\"grid\">");
        foreach (SamplePicture sample in samples)
        {
            _body.Append("<figure><img src=\"").Append(sample.Source).Append("\" alt=\"").Append(Escape(sample.Caption)).Append("\"/><figcaption>")
                .Append(Escape(sample.Caption)).Append("</figcaption></figure>");
        }

        _body.Append("</div>\n");
    }

    /// <summary>Text as it is, in a fixed pitch.</summary>
    public void Preformatted(string text)
    {
        _body.Append(Element("pre", text));
    }

    /// <summary>Begins a part that the reader unfolds; <see cref="EndDetails"/> ends it.</summary>
    public void BeginDetails(string summary)
    {
        _body.Append("<details>").Append(Element("summary", summary));
    }

    /// <summary>Ends what <see cref="BeginDetails"/> began.</summary>
    public void EndDetails()
    {
        _body.Append("</details>\n");
    }

    /// <summary>The page.</summary>
    public override string ToString()
    {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
            + Element("title", _title) + "<style>" + ReportStyle.Css + "</style></head><body><main>\n" + _body + "</main><script>" + ReportScript.Source + "</script></body></html>\n";
    }

    /// <summary>A number or text in the invariant culture.</summary>
    public static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time, in the unit and with the digits of every command.</summary>
    public static string Time(double milliseconds) => Quantity.Milliseconds(milliseconds);

    /// <summary>An energy, in the unit and with the digits of every command.</summary>
    public static string Energy(double microjoules) => Quantity.Millijoules(microjoules);

    private static string Element(string name, string text) => $"<{name}>{Escape(text)}</{name}>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Row(string cell, int textColumns, IReadOnlyList<string> values)
    {
        _body.Append("<tr>");
        for (int i = 0; i < values.Count; i++)
        {
            _body.Append(i < textColumns ? $"<{cell}>" : $"<{cell} class=\"number\">").Append(Escape(values[i])).Append($"</{cell}>");
        }

        _body.Append("</tr>\n");
    }
}
