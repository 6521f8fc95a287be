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
        public void Written_model_is_the_newest_and_the_previous_one_stays()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            Write(storage, log, 200);
            Assert.AreEqual("", log.Text);

            var store = new ModelStore(storage, log);
            store.Scan();
            StoredModel newest = store.Next();
            Assert.AreEqual(200, newest.Header.ModelLength);
            Assert.AreEqual(2L, newest.Header.Sequence);
            Assert.AreEqual(100, store.Next().Header.ModelLength);
            Assert.IsNull(store.Next());
        }

        [TestMethod]
        public void Model_from_the_host_is_verified_renamed_and_runs()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            byte[] model = Model(150);
            storage.Write(ModelStore.Incoming, 0, new SlotHeader(1700000000, 150, Hash(model)).ToBytes(), 0, SlotHeader.Length);
            storage.Write(ModelStore.Incoming, SlotHeader.Length, model, 0, 150);
            var store = new ModelStore(storage, log);
            store.Scan();
            StoredModel adopted = store.Adopt(store.Next());
            Assert.AreEqual(ModelStore.SlotB, adopted.File);
            Assert.AreEqual(-1, storage.GetLength(ModelStore.Incoming));
            Assert.AreEqual("", log.Text);
        }

        [TestMethod]
        public void Damaged_model_is_left_out()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            Write(storage, log, 100);
            storage.Write(ModelStore.SlotA, 90, new byte[] { 1, 2, 3 }, 0, 3);
            var store = new ModelStore(storage, log);
            store.Scan();
            Assert.IsNull(store.Next());
            Assert.AreEqual("104 model.a 1;", log.Text);
        }

        private static void Write(MemoryStorage storage, RecordingLog log, int length)
        {
            byte[] model = Model(length);
            var store = new ModelStore(storage, log);
            var writer = new ModelWriter(storage, store, log);
            Assert.AreEqual((int)FirmwareError.None, (int)writer.Begin(length, Hash(model)));
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
            var sha = new Sha256();
            sha.Update(model, 0, model.Length);
            return sha.Finish();
        }
    }
}
