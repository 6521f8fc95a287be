using Edge.MeterDigits.Device;
using Edge.Runtime.Int8;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>Crop, resize and pixel formats, worked by hand: docs/meter-reader.md has the formula.</summary>
    [TestClass]
    public class DigitInputTests
    {
        [TestMethod]
        public void Three_pixels_become_two_at_a_quarter_of_the_way()
        {
            // Positions (1 * 3 * 128) / 2 - 128 = 64 and (3 * 3 * 128) / 2 - 128 = 448 in 1/256: 0 + 64/256 and 1 + 192/256.
            var pixels = new byte[] { 0, 100, 200, 0, 100, 200, 0, 100, 200 };
            AreEqual("25 175 25 175", Resize(pixels, 3, 3, PixelFormat.Gray8, new DigitBox(0, 0, 3, 3), 2, 2, 1));
        }

        [TestMethod]
        public void Two_pixels_become_four_and_the_edges_stay()
        {
            var pixels = new byte[] { 0, 200, 0, 200 };
            AreEqual("0 50 150 200 0 50 150 200", Resize(pixels, 2, 2, PixelFormat.Gray8, new DigitBox(0, 0, 2, 2), 4, 2, 1));
        }

        [TestMethod]
        public void Rows_are_mixed_like_columns()
        {
            var pixels = new byte[] { 0, 0, 200, 200 };
            AreEqual("0 0 50 50 150 150 200 200", Resize(pixels, 2, 2, PixelFormat.Gray8, new DigitBox(0, 0, 2, 2), 2, 4, 1));
        }

        [TestMethod]
        public void Twice_the_size_is_averaged_in_blocks_with_rounding()
        {
            // (1 + 2 + 3 + 5 + 2) / 4 = 3 and (10 + 10 + 20 + 22 + 2) / 4 = 16: sums plus half a block.
            var pixels = new byte[] { 1, 2, 10, 10, 3, 5, 20, 22 };
            AreEqual("3 16", Resize(pixels, 4, 2, PixelFormat.Gray8, new DigitBox(0, 0, 4, 2), 2, 1, 1));
        }

        [TestMethod]
        public void What_does_not_fill_a_block_is_cut_off_evenly()
        {
            var pixels = new byte[] { 255, 8, 10, 20, 22, 255 };
            AreEqual("9 21", Resize(pixels, 6, 1, PixelFormat.Gray8, new DigitBox(1, 0, 4, 1), 2, 1, 1));
            AreEqual("132", Resize(pixels, 6, 1, PixelFormat.Gray8, new DigitBox(0, 0, 2, 1), 1, 1, 1));
            AreEqual("95", Resize(pixels, 6, 1, PixelFormat.Gray8, new DigitBox(0, 0, 6, 1), 1, 1, 1));
        }

        [TestMethod]
        public void A_box_of_the_networks_size_is_copied()
        {
            var pixels = new byte[] { 9, 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9 };
            AreEqual("1 2 3 4", Resize(pixels, 4, 4, PixelFormat.Gray8, new DigitBox(1, 1, 2, 2), 2, 2, 1));
        }

        [TestMethod]
        public void Pixels_of_16_bits_fill_8_bits()
        {
            // 0xF81F: red and blue full. 0x8410: 16, 32, 16 -> 132, 130, 132. Both byte orders.
            AreEqual("255 0 255 132 130 132", Resize(new byte[] { 0x1F, 0xF8, 0x10, 0x84 }, 2, 1, PixelFormat.Rgb565, new DigitBox(0, 0, 2, 1), 2, 1, 3));
            AreEqual("255 0 255 132 130 132", Resize(new byte[] { 0xF8, 0x1F, 0x84, 0x10 }, 2, 1, PixelFormat.Rgb565BigEndian, new DigitBox(0, 0, 2, 1), 2, 1, 3));
        }

        [TestMethod]
        public void Grey_and_colour_become_each_other()
        {
            AreEqual("7 7 7", Resize(new byte[] { 7 }, 1, 1, PixelFormat.Gray8, new DigitBox(0, 0, 1, 1), 1, 1, 3));

            // (299 * 10 + 587 * 20 + 114 * 30 + 500) / 1000 = 18.65 without the fraction.
            AreEqual("18", Resize(new byte[] { 10, 20, 30 }, 1, 1, PixelFormat.Rgb888, new DigitBox(0, 0, 1, 1), 1, 1, 1));
        }

        [TestMethod]
        public void Tables_quantize_each_channel()
        {
            var tables = new byte[3][];
            for (int c = 0; c < 3; c++)
            {
                tables[c] = new byte[256];
                tables[c][5] = (byte)(c + 100);
            }

            var input = new DigitInput(Info(1, 1, 3), tables, 1);
            input.SetDigit(new ArrayFrame(new byte[] { 5, 5, 5 }, 1, 1, PixelFormat.Rgb888), new DigitBox(0, 0, 1, 1));
            var row = new byte[4];
            input.ReadRow(0, row, 1, 3);
            AreEqual("0 100 101 102", Text(row));
        }

        [TestMethod]
        public void A_model_that_takes_blue_first_gets_it()
        {
            TensorInfo info = Info(1, 1, 3);
            info.IsBlueFirst = true;
            var input = new DigitInput(info, null, 1);
            input.SetDigit(new ArrayFrame(new byte[] { 10, 20, 30 }, 1, 1, PixelFormat.Rgb888), new DigitBox(0, 0, 1, 1));
            AreEqual("30 20 10", Rows(input, 3, 1));
        }

        [TestMethod]
        public void One_input_serves_boxes_of_several_sizes()
        {
            var pixels = new byte[] { 0, 100, 200, 0, 100, 200, 0, 100, 200 };
            var frame = new ArrayFrame(pixels, 3, 3, PixelFormat.Gray8);
            var input = new DigitInput(Info(2, 2, 1), null, 3);
            input.SetDigit(frame, new DigitBox(1, 1, 2, 2));
            AreEqual("100 200 100 200", Rows(input, 2, 2));
            input.SetDigit(frame, new DigitBox(0, 0, 3, 3));
            AreEqual("25 175 25 175", Rows(input, 2, 2));
        }

        private static string Resize(byte[] pixels, int width, int height, PixelFormat format, DigitBox box, int outputWidth, int outputHeight, int channels)
        {
            var frame = new ArrayFrame(pixels, width, height, format);
            Assert.IsTrue(frame.HasRightLength);
            var input = new DigitInput(Info(outputWidth, outputHeight, channels), null, box.Width);
            input.SetDigit(frame, box);
            return Rows(input, outputWidth * channels, outputHeight);
        }

        private static string Rows(DigitInput input, int rowBytes, int rows)
        {
            var all = new byte[rowBytes * rows];
            for (int y = 0; y < rows; y++)
            {
                input.ReadRow(y, all, y * rowBytes, rowBytes);
            }

            return Text(all);
        }

        private static TensorInfo Info(int width, int height, int channels)
        {
            var info = new TensorInfo();
            info.Width = width;
            info.Height = height;
            info.Channels = channels;
            return info;
        }

        private static string Text(byte[] values)
        {
            string text = "";
            for (int i = 0; i < values.Length; i++)
            {
                text += (i == 0 ? "" : " ") + values[i].ToString();
            }

            return text;
        }

        private static void AreEqual(string expected, string actual)
        {
            Assert.AreEqual(expected, actual);
        }
    }
}
