using Edge.Firmware;
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
            var board = new MemoryBoard();
            board.Storage.Put("edge.cfg", "count=3\nperiod_s=0\ngroups=1");
            var app = new FirmwareApp(board, new Int8EngineFactory(new ReferenceKernels()), new MemoryWeightSource(TinyBlob.Bytes()), null);
            app.Start();
            while (app.Step())
            {
            }

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
            var app = new FirmwareApp(board, new Int8EngineFactory(new ReferenceKernels()), new MemoryWeightSource(blob), null);
            app.Start();
            Assert.IsTrue(app.IsSafe);
            Assert.IsTrue(board.Recorded.Text.StartsWith("EDGE,E,108,embedded@"));
            Assert.AreEqual(0, board.Recorded.Inferences);
        }
    }
}
