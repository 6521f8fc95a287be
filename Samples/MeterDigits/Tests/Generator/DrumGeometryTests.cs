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

    private static DrumGeometry Window() => new()
    {
        DigitHeight = 20,
        CentreX = 10,
        CentreY = 16,
        Pitch = 28,
        WindowTop = 3,
        WindowBottom = 29,
        Direction = 1,
    };
}
