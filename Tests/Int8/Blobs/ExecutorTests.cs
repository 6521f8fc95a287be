using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Int8.App;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Blobs
{
    /// <summary>Whole inferences on the device: the tiny model copies its input.</summary>
    [TestClass]
    public class ExecutorTests
    {
        [TestMethod]
        public void Reference_kernels_copy_the_input()
        {
            AssertCopies(new MemoryWeightSource(TinyBlob.Bytes()), new ReferenceKernels());
        }

        [TestMethod]
        public void Packed_kernels_give_the_same()
        {
            AssertCopies(new MemoryWeightSource(TinyBlob.Bytes()), new PackedKernels());
        }

        [TestMethod]
        public void Model_in_pieces_runs_like_one_in_memory()
        {
            AssertCopies(new TinyPieces(), new PackedKernels());
        }

        private static void AssertCopies(WeightSource source, KernelSet kernels)
        {
            Int8Model model = Int8Model.Load(source, kernels);
            var output = new sbyte[12];
            for (int run = 0; run < 3; run++)
            {
                var input = new sbyte[12];
                for (int i = 0; i < input.Length; i++)
                {
                    input[i] = (sbyte)((i * 23) - 128 + run);
                }

                model.Run(input, output);
                for (int i = 0; i < input.Length; i++)
                {
                    Assert.AreEqual((int)input[i], (int)output[i]);
                }
            }

            Assert.AreEqual(3, model.Log.InferenceCount);
        }
    }
}
