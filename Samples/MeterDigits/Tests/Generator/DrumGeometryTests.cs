using Edge.MeterDigits.Generator.Scenes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Generator;

[TestClass]
public sealed class DrumGeometryTests
{
    [TestMethod]
    [DataRow(0f, 0, DisplayName = "at rest")]
    [DataRow(0.05f, 0, DisplayName = "hardly turned")]
    [DataRow(0.5f, 1, DisplayName = "half way")]
    [DataRow(-0.5f, 1, DisplayName = "half way, the other direction")]
    public void Judges_as_a_person_would(float phase, int expected)
    {
        Assert.AreEqual(expected, Window().Judge(phase));
    }

    [TestMethod]
    [DataRow(0.1f, 0, DisplayName = "the next digit's edge has hardly come in")]
    [DataRow(0.15f, 1, DisplayName = "a tenth of the next digit shows")]
    [DataRow(-0.15f, 1, DisplayName = "the same from above")]
    public void A_whole_digit_is_not_readable_once_the_edge_of_the_next_has_come_in(float phase, int expected)
    {
        DrumGeometry window = Window(0, 32);
        Assert.AreEqual(1f, window.Visible(DrumGeometry.Angle(0, phase)));
        Assert.AreEqual(expected, window.Judge(phase));
    }

    [TestMethod]
    public void Neighbours_that_show_at_rest_say_nothing()
    {
        DrumGeometry window = Window(-6, 38);
        Assert.AreEqual(0, window.Judge(0.05f));
    }

    [TestMethod]
    public void The_next_digit_comes_from_below()
    {
        DrumGeometry window = Window();
        Assert.IsTrue(window.Y(DrumGeometry.Angle(1, 0)) > window.Y(DrumGeometry.Angle(0, 0)));
    }

    [TestMethod]
    public void A_digit_outside_the_window_is_invisible_and_one_at_rest_is_whole()
    {
        DrumGeometry window = Window();
        Assert.AreEqual(1f, window.Visible(0));
        Assert.AreEqual(0f, window.Visible(DrumGeometry.Angle(2, 0)));
    }

    private static DrumGeometry Window(float top = 3, float bottom = 29) => new()
    {
        DigitHeight = 20,
        CentreX = 10,
        CentreY = 16,
        Pitch = 28,
        WindowTop = top,
        WindowBottom = bottom,
        Direction = 1,
    };
}
