using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;

namespace Edge.Firmware.Models
{
    // A card can be swapped between two reads, so an app that takes signed models only runs none from a card: it copies the model to a slot on
    // internal storage first, and what is verified and loaded are the bytes there.

    /// <summary>Brings the signed model of a card into a slot.</summary>
    internal static class CardImport
    {
        /// <summary>Signature block of the model on the card.</summary>
        public const string SignatureFile = ModelLoader.CardFile + ".sig";

        private const int ChunkBytes = 512;

        /// <summary>Copies the model, when its signature holds and it has not failed before.</summary>
        /// <returns>Whether there is a new candidate.</returns>
        public static bool Run(IStorage card, IStorage storage, ModelStore store, IEventLog log)
        {
            try
            {
                int length = card.GetLength(ModelLoader.CardFile);
                if (length <= 0)
                {
                    return false;
                }

                int blockLength = card.GetLength(SignatureFile);
                byte[] block = blockLength < ModelManifest.Length || blockLength > SlotHeader.MostSignatureBytes ? null : new byte[blockLength];
                ModelManifest manifest = null;
                if (block != null)
                {
                    card.Read(SignatureFile, 0, block, 0, blockLength);
                    manifest = ModelManifest.Parse(block);
                }

                if (manifest != null && store.IsLeft(manifest.Hash))
                {
                    return false;
                }

                FirmwareError error = manifest != null ? Copy(card, length, block, manifest.Hash, new ModelWriter(storage, store, log))
                    : blockLength < 0 ? FirmwareError.SignatureMissing : FirmwareError.SignatureMalformed;
                if (error != FirmwareError.None)
                {
                    log.Error(error, ModelLoader.CardFile, length);
                }

                return error == FirmwareError.None;
            }
            catch (StorageException exception)
            {
                log.Error(exception.Error, exception.Message, 0);
                return false;
            }
        }

        private static FirmwareError Copy(IStorage card, int length, byte[] block, byte[] hash, ModelWriter writer)
        {
            FirmwareError error = writer.Begin(length, hash, block.Length);
            if (error == FirmwareError.None)
            {
                error = writer.WriteSignature(block, block.Length);
            }

            var chunk = new byte[ChunkBytes];
            for (int done = 0; done < length && error == FirmwareError.None; done += ChunkBytes)
            {
                int count = length - done < ChunkBytes ? length - done : ChunkBytes;
                card.Read(ModelLoader.CardFile, done, chunk, 0, count);
                error = writer.Write(chunk, 0, count);
            }

            return error == FirmwareError.None ? writer.Commit() : error;
        }
    }
}
