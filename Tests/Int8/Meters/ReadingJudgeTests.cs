using Edge.MeterDigits.Device;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>The rolling-digit rule, filling from the previous reading, plausibility.</summary>
    [TestClass]
    public class ReadingJudgeTests
    {
        private const long None = MeterReading.NoPrevious;

        [TestMethod]
        public void Readable_digits_are_joined()
        {
            Assert.AreEqual("02746 read RRRRR", SeenDigits.Judge("02746", None, 0, true));
            Assert.AreEqual("02746 read RRRRR", SeenDigits.Judge("02746", 2745, 0, true));
        }

        [TestMethod]
        public void The_last_wheel_between_two_values_counts_as_the_lower()
        {
            Assert.AreEqual("0123 read RRRT", SeenDigits.Judge("012d", None, 0, true));
            Assert.AreEqual("0129 read RRRT", SeenDigits.Judge("012j", None, 0, true));
        }

        [TestMethod]
        public void A_turning_wheel_whose_two_values_the_picture_does_not_tell_leaves_the_reading_unknown()
        {
            Assert.AreEqual("012? incomplete RRRU", SeenDigits.Judge("012N", None, 0, true));
            Assert.AreEqual("012? incomplete RRRU", SeenDigits.Judge("012N", 127, 0, true));
            Assert.AreEqual("052?99 incomplete RRRUTT", SeenDigits.Judge("052NNN", 52799, 0, true));
            Assert.AreEqual("0?2? incomplete RURU", SeenDigits.Judge("0?2N", 127, 0, true));
        }

        [TestMethod]
        public void Wheels_that_turn_together_go_from_nine_to_zero()
        {
            Assert.AreEqual("052799 read RRRTTT", SeenDigits.Judge("052hNN", None, 0, true));
            Assert.AreEqual("052799 read RRRTTT", SeenDigits.Judge("052hNN", 52799, 0, true));
        }

        [TestMethod]
        public void A_wheel_is_decided_by_its_less_significant_neighbour()
        {
            // 3 or 4: still 3 while the last wheel shows 9, 4 as soon as it shows 0.
            Assert.AreEqual("0139 read RRTR", SeenDigits.Judge("01d9", None, 0, true));
            Assert.AreEqual("0140 read RRTR", SeenDigits.Judge("01d0", None, 0, true));
            Assert.AreEqual("0200 read RTTR", SeenDigits.Judge("0bj0", None, 0, true));
        }

        [TestMethod]
        public void A_wheel_whose_neighbour_is_not_near_zero_is_hidden()
        {
            Assert.AreEqual("03?467 incomplete RRURRR", SeenDigits.Judge("03d467", None, 0, true));
            Assert.AreEqual("03?407 incomplete RRURRR", SeenDigits.Judge("03d407", None, 0, true));
        }

        [TestMethod]
        public void A_hidden_digit_is_filled_from_the_previous_reading()
        {
            Assert.AreEqual("038467 incomplete RRFRRR", SeenDigits.Judge("03N467", 38466, 0, true));
            Assert.AreEqual("039001 incomplete RRFRRR", SeenDigits.Judge("03N001", 38998, 0, true));
            Assert.AreEqual("537214 incomplete FRRRRR", SeenDigits.Judge("N37214", 537209, 0, true));
        }

        [TestMethod]
        public void Nothing_tells_the_last_digit_when_it_is_hidden()
        {
            Assert.AreEqual("012? incomplete RRRU", SeenDigits.Judge("012?", 125, 0, true));
            Assert.AreEqual("0?2? incomplete RURU", SeenDigits.Judge("0?2?", 125, 0, true));
        }

        [TestMethod]
        public void A_hidden_digit_that_no_plausible_reading_explains_stays_unknown()
        {
            Assert.AreEqual("03?467 incomplete RRURRR", SeenDigits.Judge("03N467", 51000, 0, true));
        }

        [TestMethod]
        public void A_hidden_digit_turns_only_where_little_has_passed_since()
        {
            // Seen behind it: less than before, because it has turned, or because one was misread.
            Assert.AreEqual("039248 incomplete RRFRRR", SeenDigits.Judge("03N248", 38998, 0, true));
            Assert.AreEqual("03?249 incomplete RRURRR", SeenDigits.Judge("03N249", 38998, 0, true));
            Assert.AreEqual("0?475 incomplete RURRR", SeenDigits.Judge("0N475", 975, 0, false));
            Assert.AreEqual("00982 incomplete RRRFR", SeenDigits.Judge("009N2", 980, 0, true));
            Assert.AreEqual("00981 incomplete RRRFR", SeenDigits.Judge("009N1", 979, 0, true));
            Assert.AreEqual("009?2 incomplete RRRUR", SeenDigits.Judge("009N2", 979, 0, true));

            // The last one that turns decides, over the counter's end, too.
            Assert.AreEqual("040001 incomplete RFFRRR", SeenDigits.Judge("0NN001", 39998, 0, true));
            Assert.AreEqual("0??252 incomplete RUURRR", SeenDigits.Judge("0NN252", 39999, 0, true));
            Assert.AreEqual("00252 incomplete FRRRR", SeenDigits.Judge("N0252", 99990, 300, true));
        }

        [TestMethod]
        public void A_digit_without_confidence_is_hidden()
        {
            Assert.AreEqual("0?46 incomplete RURR", SeenDigits.Judge("0?46", None, 0, true));
            Assert.AreEqual("0246 incomplete RFRR", SeenDigits.Judge("0?46", 245, 0, true));
        }

        [TestMethod]
        public void On_a_display_nothing_turns()
        {
            Assert.AreEqual("012? incomplete RRRU", SeenDigits.Judge("012d", None, 0, false));
            Assert.AreEqual("012? incomplete RRRU", SeenDigits.Judge("012d", 125, 0, false));
            Assert.AreEqual("0123 incomplete RRFR", SeenDigits.Judge("01c3", 121, 0, false));
        }

        [TestMethod]
        public void Less_than_before_is_backwards()
        {
            Assert.AreEqual("045120 backwards RRRRRR", SeenDigits.Judge("045120", 45873, 0, true));
        }

        [TestMethod]
        public void Far_more_than_before_is_a_jump()
        {
            Assert.AreEqual("90317 jump RRRRR", SeenDigits.Judge("90317", 10316, 0, true));
            Assert.AreEqual("00120 read RRRRR", SeenDigits.Judge("00120", 100, 20, true));
            Assert.AreEqual("00121 jump RRRRR", SeenDigits.Judge("00121", 100, 20, true));
        }

        [TestMethod]
        public void The_counter_may_start_over()
        {
            Assert.AreEqual("00003 read RRRRR", SeenDigits.Judge("00003", 99998, 0, true));
            Assert.AreEqual("00003 incomplete FRRRR", SeenDigits.Judge("N0003", 99998, 0, true));
        }

        [TestMethod]
        public void A_turning_wheel_that_seems_to_go_backwards_keeps_the_previous_value()
        {
            // Read as 4 when it was nearly there, then seen between 3 and 4.
            Assert.AreEqual("0124 read RRRT", SeenDigits.Judge("012d", 124, 0, true));
            Assert.AreEqual("052800 read RRRTTT", SeenDigits.Judge("052hNN", 52800, 0, true));
        }

        [TestMethod]
        public void A_turning_wheel_counts_as_none_but_its_own_two_values()
        {
            Assert.AreEqual("0123 backwards RRRT", SeenDigits.Judge("012d", 127, 0, true));
            Assert.AreEqual("052799 backwards RRRTTT", SeenDigits.Judge("052hNN", 52850, 0, true));
            Assert.AreEqual("0139 backwards RRTR", SeenDigits.Judge("01d9", 142, 0, true));
        }

        [TestMethod]
        public void A_hidden_digit_is_filled_beside_a_turning_wheel_that_the_picture_decides()
        {
            Assert.AreEqual("03844673 incomplete RRFRRRRT", SeenDigits.Judge("03N4467d", 3844670, 0, true));
            Assert.AreEqual("03844674 incomplete RRFRRRRT", SeenDigits.Judge("03N4467d", 3844674, 0, true));
        }

        [TestMethod]
        public void The_largest_increase_is_a_hundredth_of_the_range_unless_stated()
        {
            Assert.AreEqual("02000 read RRRRR", SeenDigits.Judge("02000", 1000, 0, true));
            Assert.AreEqual("02001 jump RRRRR", SeenDigits.Judge("02001", 1000, 0, true));
        }
    }
}
