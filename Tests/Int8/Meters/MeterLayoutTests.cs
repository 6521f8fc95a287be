using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>Layouts that cannot be, and readings as log lines.</summary>
    [TestClass]
    public class MeterLayoutTests
    {
        [TestMethod]
        public void Boxes_within_the_frame_are_accepted_up_to_its_edges()
        {
            Check(FirmwareError.None, -1, 20, 10, new DigitBox(0, 0, 10, 10), new DigitBox(10, 0, 10, 10));
        }

        [TestMethod]
        public void Boxes_outside_the_frame_are_refused()
        {
            Check(MeterError.BoxOutside, 1, 20, 10, new DigitBox(0, 0, 10, 10), new DigitBox(11, 0, 10, 10));
            Check(MeterError.BoxOutside, 0, 20, 10, new DigitBox(-1, 0, 10, 10));
            Check(MeterError.BoxOutside, 0, 20, 10, new DigitBox(0, 1, 10, 10));
            Check(MeterError.BoxOutside, 0, 20, 10, new DigitBox(2147483647, 0, 10, 10));
            Check(MeterError.BoxOutside, 0, 20, 10, new DigitBox(0, 0, 2147483647, 10));
            Check(MeterError.BoxOutside, 0, 20, 10, new DigitBox(0, 0, 3, 10));
        }

        [TestMethod]
        public void Overlapping_boxes_are_refused()
        {
            Check(MeterError.BoxesOverlap, 2, 40, 10, new DigitBox(0, 0, 10, 10), new DigitBox(10, 0, 10, 10), new DigitBox(19, 4, 10, 4));
        }

        [TestMethod]
        public void A_layout_needs_one_to_twelve_digits()
        {
            Check(MeterError.LayoutBad, -1, 20, 10, new DigitBox[0]);
            var boxes = new DigitBox[13];
            for (int i = 0; i < boxes.Length; i++)
            {
                boxes[i] = new DigitBox(i * 4, 0, 4, 4);
            }

            Check(MeterError.LayoutBad, -1, 100, 10, boxes);
        }

        [TestMethod]
        public void A_reading_has_its_decimal_point()
        {
            var reading = new MeterReading(4);
            reading.Digits[1].Value = 7;
            reading.Digits[2].Value = -1;
            Assert.AreEqual("07?0", reading.ToText(0));
            Assert.AreEqual("07.?0", reading.ToText(2));
        }

        [TestMethod]
        public void A_reading_is_logged_with_each_digit()
        {
            var sink = new LineSink();
            var reading = new MeterReading(1);
            reading.Sequence = 2;
            reading.Previous = MeterReading.NoPrevious;
            reading.HasValue = true;
            reading.Value = 4;
            reading.ConfidencePermille = 951;
            reading.Microseconds = 1500;
            reading.Digits[0].SeenClass = 4;
            reading.Digits[0].Value = 4;
            reading.Digits[0].ConfidencePermille = 951;
            reading.Digits[0].Microseconds = 1500;
            new MeterLog(sink).Write(reading, 0);
            Assert.StartsWith("EDGE,V,2,0,4,4,read,951,1500,-,", sink.Lines[0]);
            Assert.StartsWith("EDGE,R,2,4,0,read,-,951,1500,-,-,", sink.Lines[1]);
            Assert.AreEqual("# reading 2: 4 read, confidence 951/1000, 1.500 ms", sink.Lines[2]);
        }

        private static void Check(FirmwareError expected, int expectedIndex, int width, int height, params DigitBox[] boxes)
        {
            int index;
            var layout = new MeterLayout(width, height, boxes, 0, true, MeterLayout.DefaultMinConfidencePermille, 0);
            Assert.AreEqual((int)expected, (int)layout.Check(out index));
            Assert.AreEqual(expectedIndex, index);
        }
    }
}
