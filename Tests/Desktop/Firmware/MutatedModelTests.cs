using System;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.ModelTools.Signing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Changed manifests, signatures and slots: none is accepted. EDGE_MUTATIONS=1000000 tries as many of each.</summary>
[TestClass]
public sealed class MutatedModelTests
{
    private static readonly byte[] s_model = SimulatedModel.Make(SimulatedModel.Good, 6);

    public TestContext TestContext { get; set; } = null!;

    private static int Wanted => int.TryParse(Environment.GetEnvironmentVariable("EDGE_MUTATIONS"), out int count) ? count : 1500;

    [TestMethod]
    public void Changed_manifest_or_signature_is_refused()
    {
        var key = new PrivateKey(new byte[16], new byte[32]);
        byte[] hash = SlotFiles.Hash(s_model);
        byte[] good = ModelSigner.Sign(key, 3, 6, s_model, new SignOptions()).Bytes;
        byte[] other = ModelSigner.Sign(key, 4, 7, s_model, new SignOptions { IsDowngrade = true }).Bytes;
        var trust = new ModelTrust(key.Public.Verifier, "esp32");
        Assert.AreEqual(FirmwareError.None, trust.Check(good, s_model.Length, hash, out _));
        var random = new Random(1);
        for (int i = 0; i < Wanted; i++)
        {
            byte[] bad = Mutate(good, other, random);
            FirmwareError error = trust.Check(bad, s_model.Length, hash, out ModelManifest manifest);
            Assert.IsTrue(error is FirmwareError.SignatureBad or FirmwareError.SignatureMalformed or FirmwareError.SignatureOtherKey
                or FirmwareError.SignatureOtherBoard or FirmwareError.SignatureMissing, $"{i}: {error}");
            Assert.IsNull(manifest);
        }

        TestContext.WriteLine($"{Wanted} signature blocks");
    }

    [TestMethod]
    public void Changed_slot_never_runs_and_the_confirmed_model_does()
    {
        var random = new Random(2);
        int left = 0;
        for (int i = 0; i < Wanted; i++)
        {
            BootSimulator board = BootSimulator.WithConfirmed(false);
            byte[] good = board.Signed(s_model, 6);
            byte[] bad = Mutate(good, board.Storage[ModelStore.SlotA], random);
            if (bad.Length > good.Length && bad.AsSpan(0, good.Length).SequenceEqual(good))
            {
                // Bytes behind the model belong to nothing.
                left++;
                continue;
            }

            board.Storage[random.Next(2) == 0 ? ModelStore.Incoming : ModelStore.SlotB] = bad;
            byte[]? model = board.Boot();
            for (int lost = 0; model is null && lost < ModelStore.MostAttempts; lost++)
            {
                // Its bytes have become those of a model that hangs while it is read: number 942,541 is such a one.
                model = board.Boot();
            }

            Assert.IsNotNull(model, $"{i}");
            Assert.AreEqual(4, SimulatedModel.VersionOf(model), $"{i}");
        }

        TestContext.WriteLine($"{Wanted - left} slots");
    }

    // Bits, bytes, lengths, and parts of another good one.
    private static byte[] Mutate(byte[] good, byte[] other, Random random)
    {
        while (true)
        {
            byte[] bad = (byte[])good.Clone();
            for (int n = random.Next(3); n >= 0; n--)
            {
                int at = random.Next(bad.Length);
                int count = Math.Min(random.Next(1, 64), bad.Length - at);
                switch (random.Next(6))
                {
                    case 0:
                    case 1:
                        bad[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        random.NextBytes(bad.AsSpan(at, count));
                        break;
                    case 3:
                        bad = bad[..at];
                        break;
                    case 4:
                        bad = [.. bad[..at], .. bad[(at + count)..], .. random.Next(2) == 0 ? new byte[count] : []];
                        break;
                    default:
                        count = Math.Min(count, Math.Max(0, other.Length - at));
                        other.AsSpan(Math.Min(at, other.Length), count).CopyTo(bad.AsSpan(at));
                        break;
                }

                if (bad.Length == 0)
                {
                    break;
                }
            }

            if (!bad.AsSpan().SequenceEqual(good) && !bad.AsSpan().SequenceEqual(other))
            {
                return bad;
            }
        }
    }
}
