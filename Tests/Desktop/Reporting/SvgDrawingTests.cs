using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using Edge.ModelTools.Reporting;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Reporting;

/// <summary>The small writer of SVG.</summary>
[TestClass]
public sealed class SvgDrawingTests
{
    [TestMethod]
    public void Names_with_markup_stay_text()
    {
        var svg = new SvgDrawing(10, 20, "a \"<title>\" & more");
        svg.Text(1, 2, "</text><script>x</script>", string.Empty);
        svg.Rectangle(0, 0, 1, 1, "int8", "<b> & \"quotes\"");
        XElement root = XElement.Parse(svg.ToString());
        Assert.AreEqual("a \"<title>\" & more", root.Attribute("aria-label")!.Value);
        Assert.AreEqual("</text><script>x</script>", root.Element("text")!.Value);
        Assert.AreEqual("<b> & \"quotes\"", root.Element("rect")!.Element("title")!.Value);
        Assert.AreEqual(0, root.Descendants("script").Count());
    }

    [TestMethod]
    public void Numbers_have_points_in_every_culture_and_sizes_are_not_negative()
    {
        CultureInfo old = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = { NumberDecimalSeparator = "," } };
            var svg = new SvgDrawing(10.5, 20, "x");
            svg.Rectangle(0.25, 1, -3, 1.5, "int8");
            svg.Polyline([(0.5, 1.5), (2, 3)], "curve");
            XElement root = XElement.Parse(svg.ToString());
            Assert.AreEqual("0 0 10.5 20", root.Attribute("viewBox")!.Value);
            Assert.AreEqual("0.25", root.Element("rect")!.Attribute("x")!.Value);
            Assert.AreEqual("0", root.Element("rect")!.Attribute("width")!.Value);
            Assert.AreEqual("0.5,1.5 2,3", root.Element("polyline")!.Attribute("points")!.Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = old;
        }
    }
}
