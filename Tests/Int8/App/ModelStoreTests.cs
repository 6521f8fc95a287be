using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>Hash, slots and adoption on the device; Tests/Desktop/Firmware cuts the power at every byte.</summary>
    [TestClass]
    public class ModelStoreTests
    {
        [TestMethod]
        public void Sha256_of_abc_is_the_standards()
        {
            byte[] expected =
            {
                0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
                0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
            };
            var sha = new Sha256();
            sha.Update(RecordingLink.Bytes("abc"), 0, 3);
            CollectionAssert.AreEqual(expected, sha.Finish());
        }

        [TestMethod]
        public void Blake2b_of_abc_is_what_others_compute()
        {
            byte[] expected =
            {
                0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
                0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19,
            };
            CollectionAssert.AreEqual(expected, Hash(RecordingLink.Bytes("abc")));
        }

        [TestMethod]
        public void Written_model_is_tried_confirmed_and_gone_back_from()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            Run(storage, log, 100, ModelRole.Candidate);
            Write(storage, log, 200);
            ModelStore store = Run(storage, log, 200, ModelRole.Candidate);
            Assert.IsTrue(store.Distrust(3));
            Run(storage, log, 100, ModelRole.Confirmed);
            Assert.AreEqual("119 model.b 3;", log.Text);
        }

        [TestMethod]
        public void Model_from_the_host_takes_the_other_slot()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            Run(storage, log, 100, ModelRole.Candidate);
            byte[] model = Model(150);
            storage.Write(ModelStore.Incoming, 0, new SlotHeader(150, Hash(model), 0).ToBytes(), 0, SlotHeader.Length);
            storage.Write(ModelStore.Incoming, SlotHeader.Length, model, 0, 150);
            Run(storage, log, 150, ModelRole.Candidate);
            Assert.AreEqual(-1, storage.GetLength(ModelStore.Incoming));
            Assert.AreEqual("", log.Text);
        }

        [TestMethod]
        public void Model_that_failed_twice_is_left_alone()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            for (int i = 0; i < ModelStore.MostAttempts; i++)
            {
                var store = new ModelStore(storage, null, log);
                store.Scan();
                store.Reject(store.Next(), false);
            }

            var last = new ModelStore(storage, null, log);
            last.Scan();
            Assert.IsNull(last.Next());
            Assert.AreEqual("119 model.a 2;", log.Text);
        }

        private static ModelStore Run(MemoryStorage storage, RecordingLog log, int length, ModelRole role)
        {
            var store = new ModelStore(storage, null, log);
            store.Scan();
            StoredModel model = store.Next();
            Assert.AreEqual(length, model.Header.ModelLength);
            Assert.AreEqual((int)role, (int)model.Role);
            store.Confirm(model);
            return store;
        }

        private static void Write(MemoryStorage storage, RecordingLog log, int length)
        {
            byte[] model = Model(length);
            var store = new ModelStore(storage, null, log);
            store.Open();
            var writer = new ModelWriter(storage, store, log);
            Assert.AreEqual((int)FirmwareError.None, (int)writer.Begin(length, Hash(model), 0));
            for (int i = 0; i < length; i += 50)
            {
                Assert.AreEqual((int)FirmwareError.None, (int)writer.Write(model, i, 50));
            }

            Assert.AreEqual((int)FirmwareError.None, (int)writer.Commit());
        }

        private static byte[] Model(int length)
        {
            var model = new byte[length];
            for (int i = 0; i < length; i++)
            {
                model[i] = (byte)(i * 7);
            }

            return model;
        }

        private static byte[] Hash(byte[] model)
        {
            var hash = new Blake2b();
            hash.Update(model, 0, model.Length);
            return hash.Finish();
        }
    }
}
