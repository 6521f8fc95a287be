using Edge.MeterDigits.Device;
using Edge.Runtime.Int8;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>Class, confidence and neighbouring pair of int8 outputs.</summary>
    [TestClass]
    public class DigitScoresTests
    {
        [TestMethod]
        public void Confidence_is_the_softmax_of_the_logits()
        {
            // Scale 0.5: e^0 against 10 times e^-10 (20 steps): 1 / (1 + 10 * 4.54e-5) = 0.99955.
            DigitResult result = Judge(0.5f, 0, new sbyte[] { 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0 });
            Assert.AreEqual(3, result.SeenClass);
            Assert.AreEqual(999, result.ConfidencePermille);

            // All the same: 1 of 11.
            Assert.AreEqual(90, Judge(0.5f, 0, new sbyte[11]).ConfidencePermille);

            // ln 2 apart, the others far below: 2 of 3.
            Assert.AreEqual(666, Judge(0.6931472f, 0, new sbyte[] { -128, -128, 21, 20, -128, -128, -128, -128, -128, -128 }).ConfidencePermille);
        }

        [TestMethod]
        public void Probabilities_are_taken_as_they_are()
        {
            Assert.AreEqual(750, Judge(1f / 256, -128, new sbyte[] { 64, -64, -128, -128, -128, -128, -128, -128, -128, -128, -128 }).ConfidencePermille);
        }

        [TestMethod]
        public void Neighbouring_digits_make_a_clear_pair()
        {
            DigitResult result = Judge(0.5f, 0, new sbyte[] { 0, 0, 0, 9, 8, 0, 0, 6, 0, 0, 30 });
            Assert.AreEqual(DigitResult.NotReadable, result.SeenClass);
            Assert.AreEqual(3, result.PairLower);
            Assert.IsTrue(result.IsPairClear);

            result = Judge(0.5f, 0, new sbyte[] { 9, 0, 0, 0, 0, 0, 0, 0, 0, 8, 30 });
            Assert.AreEqual(9, result.PairLower);
            Assert.IsTrue(result.IsPairClear);

            Assert.IsFalse(Judge(0.5f, 0, new sbyte[] { 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 30 }).IsPairClear);
        }

        [TestMethod]
        public void A_third_digit_more_than_half_as_likely_makes_a_pair_unclear()
        {
            // One step of 0.5 is a factor of 1.65, two are one of 2.7.
            Assert.IsFalse(Judge(0.5f, 0, new sbyte[] { 0, 0, 0, 9, 8, 0, 0, 7, 0, 0, 30 }).IsPairClear);
            Assert.IsTrue(Judge(0.5f, 0, new sbyte[] { 0, 0, 0, 9, 8, 0, 0, 6, 0, 0, 30 }).IsPairClear);
            Assert.IsFalse(Judge(0.001f, 0, new sbyte[] { 0, 0, 0, 127, 126, -127, 0, 0, 0, 0, 127 }).IsPairClear);

            // Probabilities: 20 and 18 of 256 against 9 and 8.
            Assert.IsFalse(Judge(1f / 256, -128, new sbyte[] { -119, -128, -128, -108, -110, -128, -128, -128, -128, -128, 60 }).IsPairClear);
            Assert.IsTrue(Judge(1f / 256, -128, new sbyte[] { -120, -128, -128, -108, -110, -128, -128, -128, -128, -128, 60 }).IsPairClear);
        }

        [TestMethod]
        public void Ten_or_eleven_classes_fit()
        {
            var output = new TensorInfo();
            output.Height = 1;
            output.Width = 1;
            output.Channels = 10;
            Assert.IsTrue(DigitScores.Fits(output));
            output.Channels = 11;
            Assert.IsTrue(DigitScores.Fits(output));
            output.Channels = 12;
            Assert.IsFalse(DigitScores.Fits(output));
        }

        private static DigitResult Judge(float scale, int zeroPoint, sbyte[] scores)
        {
            var output = new TensorInfo();
            output.Height = 1;
            output.Width = 1;
            output.Channels = scores.Length;
            output.Scale = scale;
            output.ZeroPoint = zeroPoint;
            var result = new DigitResult();
            new DigitScores(output).Judge(scores, result);
            return result;
        }
    }
}
