using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class ModelTrustTests
{
    private static readonly TagVerifier s_owner = new(1);
    private static readonly byte[] s_model = SimulatedModel.Make(SimulatedModel.Good, 6);
    private static readonly byte[] s_block = s_owner.Block(s_model, 6, 3, chip: "esp32");

    [TestMethod]
    public void Signature_holds_for_its_own_model_only()
    {
        byte[] other = SlotFiles.Hash(SimulatedModel.Make(SimulatedModel.Good, 7));
        Refuses(FirmwareError.None, s_owner, "esp32", s_block, s_model.Length, SlotFiles.Hash(s_model));
        Refuses(FirmwareError.SignatureMalformed, s_owner, "esp32", s_block, s_model.Length, other);
        Refuses(FirmwareError.SignatureMalformed, s_owner, "esp32", s_block, s_model.Length + 1, SlotFiles.Hash(s_model));
    }

    [TestMethod]
    public void Signature_of_another_length_key_or_board_does_not_hold()
    {
        byte[] hash = SlotFiles.Hash(s_model);
        Refuses(FirmwareError.SignatureMissing, s_owner, "esp32", [], s_model.Length, hash);
        Refuses(FirmwareError.SignatureMalformed, s_owner, "esp32", [.. s_block, 0], s_model.Length, hash);
        Refuses(FirmwareError.SignatureMalformed, s_owner, "esp32", s_block[..^1], s_model.Length, hash);
        Refuses(FirmwareError.SignatureOtherKey, new TagVerifier(2), "esp32", s_block, s_model.Length, hash);
        Refuses(FirmwareError.SignatureOtherBoard, s_owner, "esp32c3", s_block, s_model.Length, hash);
        Refuses(FirmwareError.SignatureOtherBoard, s_owner, null, s_block, s_model.Length, hash);
        Refuses(FirmwareError.SignatureBad, s_owner, "esp32", [.. s_block[..^1], (byte)(s_block[^1] ^ 1)], s_model.Length, hash);
    }

    private static void Refuses(FirmwareError expected, TagVerifier verifier, string? chip, byte[] block, int length, byte[] hash)
    {
        Assert.AreEqual(expected, new ModelTrust(verifier, chip).Check(block, length, hash, out ModelManifest manifest));
        Assert.AreEqual(expected == FirmwareError.None, manifest is not null);
    }
}
