using Edge.Firmware.Faults;
using Edge.Firmware.Host;
using Edge.Firmware.Models;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Kernels;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>A signed model on the device: sent by the host, verified, run, confirmed, and gone back from.</summary>
    [TestClass]
    public class SignedModelTests
    {
        private const int PieceBytes = 56;

        [TestMethod]
        public void Signed_models_are_sent_verified_run_and_gone_back_from()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            ModelTrust trust = Trust();
            Send(storage, trust, log, SignedBlobs.First(), SignedBlobs.FirstBlock());
            LoadedModel model = Load(storage, trust, log, null);
            Assert.AreEqual("first", model.Engine.ModelName);
            Assert.AreEqual(1, model.Version);

            Send(storage, trust, log, SignedBlobs.Second(), SignedBlobs.SecondBlock());
            var store = new ModelStore(storage, trust, log);
            model = Load(storage, trust, log, store);
            Assert.AreEqual("second", model.Engine.ModelName);
            Assert.AreEqual((int)FirmwareError.None, (int)model.Engine.Infer());
            Assert.AreEqual("", log.Text);

            Assert.IsTrue(store.Distrust(3));
            Assert.AreEqual("first", Load(storage, trust, log, null).Engine.ModelName);
            Assert.AreEqual("119 model.b 3;", log.Text);
        }

        [TestMethod]
        public void Changed_signature_and_changed_model_do_not_run()
        {
            var storage = new MemoryStorage();
            var log = new RecordingLog();
            ModelTrust trust = Trust();
            byte[] block = SignedBlobs.FirstBlock();
            block[block.Length - 1] ^= 1;
            ModelManifest manifest;
            Assert.AreEqual((int)FirmwareError.SignatureBad, (int)trust.Check(block, SignedBlobs.First().Length, Hash(SignedBlobs.First()), out manifest));

            Send(storage, trust, log, SignedBlobs.First(), SignedBlobs.FirstBlock());
            storage.Write(ModelStore.SlotA, SlotHeader.Length + block.Length + 20, new byte[] { 9 }, 0, 1);
            Assert.IsNull(Load(storage, trust, log, null));
        }

        private static ModelTrust Trust()
        {
            return new ModelTrust(LmsVerifier.Open(SignedBlobs.PublicKey()), "esp32");
        }

        private static LoadedModel Load(MemoryStorage storage, ModelTrust trust, RecordingLog log, ModelStore store)
        {
            ModelStore used = store == null ? new ModelStore(storage, trust, log) : store;
            return new ModelLoader(used, storage, null, null, new Int8EngineFactory(new ReferenceKernels()), trust, log).Load();
        }

        private static void Send(MemoryStorage storage, ModelTrust trust, RecordingLog log, byte[] model, byte[] block)
        {
            var store = new ModelStore(storage, trust, log);
            store.Open();
            var link = new RecordingLink();
            var protocol = new HostProtocol(link, null, new ModelWriter(storage, store, log), new SteppingClock(), new RecordingStrobe(), false, null);
            Exchange(protocol, "model load " + model.Length.ToString() + " " + HexText.Of(Hash(model), Blake2b.HashLength) + " " + block.Length.ToString());
            SendPieces(protocol, "model sign ", block);
            SendPieces(protocol, "model ", model);
            link.Take();
            Exchange(protocol, "model commit");
            Assert.AreEqual("m-model-stored\r\nm-ready\r\n", link.Take());
        }

        private static void SendPieces(HostProtocol protocol, string command, byte[] bytes)
        {
            for (int start = 0; start < bytes.Length; start += PieceBytes)
            {
                int count = bytes.Length - start < PieceBytes ? bytes.Length - start : PieceBytes;
                var piece = new byte[count];
                System.Array.Copy(bytes, start, piece, 0, count);
                Exchange(protocol, command + HexText.Of(piece, count));
            }
        }

        private static void Exchange(HostProtocol protocol, string command)
        {
            byte[] bytes = RecordingLink.Bytes(command + "%");
            protocol.Receive(bytes, 0, bytes.Length);
        }

        private static byte[] Hash(byte[] bytes)
        {
            var hash = new Blake2b();
            hash.Update(bytes, 0, bytes.Length);
            return hash.Finish();
        }
    }
}
