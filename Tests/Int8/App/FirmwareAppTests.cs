using Edge.Firmware.App;
using Edge.Firmware.Models;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>The app's main loop on the device, with a model of one convolution.</summary>
    [TestClass]
    public class FirmwareAppTests
    {
        [TestMethod]
        public void Three_inferences_are_three_lines_and_no_error()
        {
            MemoryBoard board = Run(null, "count=3\nperiod_s=0\ngroups=1");
            Assert.AreEqual("", board.Recorded.Text);
            Assert.AreEqual(3, board.Recorded.Inferences);
            Assert.AreEqual("HLHLHLH", board.Pin.Levels);
        }

        [TestMethod]
        public void Damaged_model_is_error_108_and_the_safe_state()
        {
            var board = new MemoryBoard();
            byte[] blob = TinyBlob.Bytes();
            blob[blob.Length - 1] ^= 1;
            var app = new FirmwareApp(board, new Int8EngineFactory(new ReferenceKernels()), new MemoryWeightSource(blob), null, null);
            app.Start();
            Assert.IsTrue(app.IsSafe);
            Assert.IsTrue(board.Recorded.Text.StartsWith("EDGE,E,108,embedded@"));
            Assert.AreEqual(0, board.Recorded.Inferences);
        }

        [TestMethod]
        public void A_task_takes_the_place_of_inferences_between_the_edges_of_the_strobe()
        {
            var task = new CountingTask(true, false);
            MemoryBoard board = Run(task, "count=3\nperiod_s=0");
            Assert.AreEqual("", board.Recorded.Text);
            Assert.AreEqual(1, task.Opened);
            Assert.AreEqual("tiny", task.Model);
            Assert.AreEqual(3, task.Steps);
            Assert.AreEqual(0, board.Recorded.Inferences);
            Assert.AreEqual("HLHLHLH", board.Pin.Levels);
        }

        [TestMethod]
        public void A_task_that_nobody_asks_for_leaves_bare_inferences()
        {
            var task = new CountingTask(false, false);
            MemoryBoard board = Run(task, "count=2\nperiod_s=0");
            Assert.AreEqual(0, task.Steps);
            Assert.AreEqual(2, board.Recorded.Inferences);
        }

        [TestMethod]
        public void A_task_that_fails_again_and_again_leads_to_the_safe_state_and_is_opened_anew()
        {
            var task = new CountingTask(true, true);
            MemoryBoard board = Run(task, "count=4\nperiod_s=0");
            Assert.AreEqual(4, task.Steps);
            Assert.AreEqual(2, task.Opened);
            // Each line ends with its checksum.
            Assert.AreEqual("EDGE,E,650,counting,1,3216;EDGE,E,650,counting,2,0275;EDGE,E,650,counting,3,1254;EDGE,E,100,app,3,076C;EDGE,E,650,counting,4,62B3;", board.Recorded.Text);
        }

        private static MemoryBoard Run(IFirmwareTask task, string settings)
        {
            var board = new MemoryBoard();
            board.Storage.Put("edge.cfg", settings);
            var app = new FirmwareApp(board, new Int8EngineFactory(new ReferenceKernels()), new MemoryWeightSource(TinyBlob.Bytes()), null, task);
            app.Start();
            while (app.Step())
            {
            }

            return board;
        }
    }
}
