using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Int8.App;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Blobs
{
    /// <summary>The blob reader on the device; Tests/Desktop/Blob has the mutations.</summary>
    [TestClass]
    public class LoaderTests
    {
        [TestMethod]
        public void Blob_of_one_convolution_says_what_it_is()
        {
            Int8Model model = Int8Model.Load(new MemoryWeightSource(TinyBlob.Bytes()), new ReferenceKernels());
            Assert.AreEqual("tiny", model.Name);
            Assert.AreEqual(2, model.Input.Height);
            Assert.AreEqual(2, model.Input.Width);
            Assert.AreEqual(3, model.Input.Channels);
            Assert.AreEqual(-128, model.Input.ZeroPoint);
            Assert.AreEqual(1, model.OutputCount);
            Assert.AreEqual(12, model.GetOutput(0).Length);
            Assert.AreEqual(TinyBlob.Bytes().Length, model.BlobBytes);
        }

        [TestMethod]
        public void Blob_cut_at_any_byte_is_refused()
        {
            byte[] blob = TinyBlob.Bytes();
            for (int length = 0; length < blob.Length; length++)
            {
                var part = new byte[length];
                System.Array.Copy(blob, 0, part, 0, length);
                Assert.IsTrue(IsRefused(part), length.ToString());
            }
        }

        [TestMethod]
        public void Any_changed_byte_is_refused()
        {
            for (int i = 0; i < TinyBlob.Bytes().Length; i++)
            {
                byte[] blob = TinyBlob.Bytes();
                blob[i] ^= 0x10;
                Assert.IsTrue(IsRefused(blob), i.ToString());
            }
        }

        private static bool IsRefused(byte[] blob)
        {
            try
            {
                Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
                return false;
            }
            catch (ModelFormatException)
            {
                return true;
            }
        }
    }
}
