using Edge.Firmware.Results;
using Edge.Runtime.Int8;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>What the device computes with real numbers; the desktop runs the same tests and so has the same values.</summary>
    [TestClass]
    public class ResultsTests
    {
        [TestMethod]
        public void Probability_is_the_softmax_of_the_logits()
        {
            // 1 / (1 + e^-1 + e^-2) = 0.66524.
            Assert.AreEqual(665, Of(0.25f, 0, 1, new sbyte[] { 2, 10, 6 }, 1));

            // The same, wherever the zero point lies: it cancels out.
            Assert.AreEqual(665, Of(0.25f, -100, 1, new sbyte[] { -100, -92, -96 }, 1));
            Assert.AreEqual(500, Of(0.1f, 0, 1, new sbyte[] { 7, 7 }, 0));
            Assert.AreEqual(1000, Of(1f, 0, 1, new sbyte[] { -128, 127 }, 1));
        }

        [TestMethod]
        public void Output_of_a_softmax_or_a_logistic_is_the_probability_itself()
        {
            Assert.AreEqual(996, Of(1f / 256, -128, 1, new sbyte[] { -128, 127 }, 1));
            Assert.AreEqual(500, Of(1f / 256, -128, 1, new sbyte[] { 0 }, 0));
        }

        [TestMethod]
        public void Output_that_is_no_list_of_classes_has_no_probability()
        {
            Assert.IsFalse(Make(0.25f, 0, 2, 3).IsKnown);
            Assert.IsFalse(Make(0.25f, 0, 1, 1).IsKnown);
            Assert.IsFalse(Make(1f / 256, -128, 2, 3).IsKnown);
        }

        [TestMethod]
        public void Mean_and_deviation_are_those_of_the_last_sixteen_values()
        {
            var values = new RecentValues();
            Assert.AreEqual(-1L, values.Mean());
            values.Add(-1);
            Assert.AreEqual(0, values.Count);
            values.Add(10);
            Assert.AreEqual(10L, values.Mean());
            Assert.AreEqual(-1L, values.Deviation());
            values.Add(14);
            Assert.AreEqual(12L, values.Mean());

            // Square root of (4 + 4) / 1.
            Assert.AreEqual(3L, values.Deviation());
            for (int i = 0; i < 16; i++)
            {
                values.Add(5000000000L + (i * 1000000L));
            }

            Assert.AreEqual(16, values.Count);
            Assert.AreEqual(5007500000L, values.Mean());

            // Of 0 to 15: the square root of 340 / 15, times a million.
            Assert.AreEqual(4760952L, values.Deviation());
        }

        private static int Of(float scale, int zeroPoint, int width, sbyte[] scores, int best)
        {
            return Make(scale, zeroPoint, width, scores.Length / width).Permille(scores, best);
        }

        private static ClassProbability Make(float scale, int zeroPoint, int width, int channels)
        {
            var output = new TensorInfo();
            output.Height = 1;
            output.Width = width;
            output.Channels = channels;
            output.Scale = scale;
            output.ZeroPoint = zeroPoint;
            return new ClassProbability(output);
        }
    }
}
