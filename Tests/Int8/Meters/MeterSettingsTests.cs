using Edge.MeterDigits.Device;
using Edge.Tests.Int8.App;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>meter.cfg, frame.raw and reading.txt on a storage.</summary>
    [TestClass]
    public class MeterSettingsTests
    {
        private const string Good = "# mine\r\nframe=40,20,2\nbox=0,0,20,20\nbox = 20,2,20,18\ndecimals=1\nrolling=0\nmin_confidence=700\nmax_increase=25";

        [TestMethod]
        public void All_settings_are_read()
        {
            var log = new RecordingLog();
            MeterSettings settings = Read(Good, log);
            Assert.AreEqual("", log.Text);
            Assert.AreEqual((int)PixelFormat.Rgb565BigEndian, (int)settings.Format);
            MeterLayout layout = settings.Layout;
            Assert.AreEqual(40, layout.FrameWidth);
            Assert.AreEqual(20, layout.FrameHeight);
            Assert.AreEqual(2, layout.DigitCount);
            Assert.AreEqual(18, layout.GetBox(1).Height);
            Assert.AreEqual(1, layout.Decimals);
            Assert.IsFalse(layout.IsRolling);
            Assert.AreEqual(700, layout.MinConfidencePermille);
            Assert.AreEqual(25L, layout.MaxIncrease);
        }

        [TestMethod]
        public void A_wrong_line_is_reported_with_its_number()
        {
            Refuse("frame=40,20,2\nbox=0,0,20", "504 meter.cfg 2;");
            Refuse("frame=40,20,4\nbox=0,0,20,20", "504 meter.cfg 1;");
            Refuse("frame=40,20,2\nbox=0,0,20,20\nbox=-1,0,20,20", "504 meter.cfg 3;");
            Refuse("frame=40,20,2\nangle=3", "504 meter.cfg 2;");
            Refuse("rolling=2", "504 meter.cfg 1;");
            Refuse("min_confidence=1001", "504 meter.cfg 1;");
            Refuse("decimals=1234567890", "504 meter.cfg 1;");
            Refuse("decimals", "504 meter.cfg 1;");
            Refuse("decimals=", "504 meter.cfg 1;");
        }

        [TestMethod]
        public void A_layout_that_cannot_be_is_reported_with_its_box()
        {
            Refuse("frame=40,20,2", "601 meter.cfg -1;");
            Refuse("box=0,0,20,20", "601 meter.cfg -1;");
            Refuse("frame=40,20,2\nbox=0,0,20,20\nbox=21,0,20,20", "602 meter.cfg 1;");
            Refuse("frame=40,20,2\nbox=0,0,20,20\nbox=19,0,20,20", "603 meter.cfg 1;");
        }

        [TestMethod]
        public void Without_the_file_there_is_no_meter_and_no_error()
        {
            var log = new RecordingLog();
            Assert.IsNull(MeterSettings.Read(new MemoryStorage(), log));
            Assert.IsNull(MeterSettings.Read(null, log));
            Assert.AreEqual("", log.Text);
        }

        [TestMethod]
        public void A_reading_outlives_a_reset_and_a_power_cut()
        {
            var log = new RecordingLog();
            var storage = new MemoryStorage();
            Assert.AreEqual(MeterReading.NoPrevious, new ReadingStore(storage, log).Value);
            new ReadingStore(storage, log).Keep(61853);
            var store = new ReadingStore(storage, log);
            Assert.AreEqual(61853L, store.Value);
            store.Keep(61854);
            Assert.AreEqual(61854L, new ReadingStore(storage, log).Value);

            // The power failed after the old file was removed, or while the new one was written.
            storage.Delete(ReadingStore.FileName);
            storage.Put(ReadingStore.NewFileName, "61855\n");
            Assert.AreEqual(61855L, new ReadingStore(storage, log).Value);
            storage.Delete(ReadingStore.NewFileName);
            storage.Put(ReadingStore.NewFileName, "618");
            Assert.AreEqual(MeterReading.NoPrevious, new ReadingStore(storage, log).Value);
            Assert.AreEqual("", log.Text);
        }

        [TestMethod]
        public void A_frame_in_a_file_gives_the_pixels_of_a_frame_in_memory()
        {
            var storage = new MemoryStorage();
            storage.Put(MeterTask.FrameFile, "abcdefghijkl");
            var frame = new StorageFrame(storage, MeterTask.FrameFile, 3, 2, PixelFormat.Rgb565);
            Assert.AreEqual(12, frame.ExpectedBytes);
            Assert.AreEqual(12, frame.FileBytes);
            var pixels = new byte[4];
            frame.ReadPixels(1, 1, 2, pixels);
            Assert.AreEqual((int)'i', (int)pixels[0]);
            Assert.AreEqual((int)'l', (int)pixels[3]);
            Assert.IsFalse(frame.HasFailed);

            storage.Delete(MeterTask.FrameFile);
            frame.ReadPixels(1, 1, 2, pixels);
            Assert.IsTrue(frame.HasFailed);
            Assert.AreEqual(0, (int)pixels[0]);
            Assert.AreEqual(-1, frame.FileBytes);
        }

        private static void Refuse(string text, string expected)
        {
            var log = new RecordingLog();
            Assert.IsNull(Read(text, log));
            Assert.AreEqual(expected, log.Text);
        }

        private static MeterSettings Read(string text, RecordingLog log)
        {
            var storage = new MemoryStorage();
            storage.Put(MeterSettings.FileName, text);
            return MeterSettings.Read(storage, log);
        }
    }
}
