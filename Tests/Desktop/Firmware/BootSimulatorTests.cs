using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// Updates of every kind, with the supply cut at every step of writing, loading, first run and confirming, once and twice, pages torn, bits
/// rotten, the storage full. A few thousand boots by default; EDGE_BOOTS=1000000 takes more pairs and more rot.
/// </summary>
[TestClass]
public sealed class BootSimulatorTests
{
    private const int Confirmed = 5;
    private const int BootsToSettle = 6;
    private static readonly PowerCut[] s_cuts = Enum.GetValues<PowerCut>();

    public TestContext TestContext { get; set; } = null!;

    private static long Wanted => long.TryParse(Environment.GetEnvironmentVariable("EDGE_BOOTS"), out long boots) ? boots : 30000;

    [TestMethod]
    public void Power_cut_at_every_step_leaves_a_confirmed_model_and_costs_at_most_two_boots()
    {
        long boots = 0;
        foreach ((string name, Func<BootSimulator, byte[]> make, int expected) in Updates())
        {
            foreach (bool throughWriter in new[] { false, true })
            {
                int steps = Run(name, make, expected, throughWriter, PowerCut.KeepsPrefix, [], ref boots);
                int stride = Wanted > 100000 ? 1 : 13;
                foreach (PowerCut cut in s_cuts)
                {
                    for (int step = (int)cut; step <= steps; step += step > steps - 60 ? 1 : stride)
                    {
                        Run(name, make, expected, throughWriter, cut, [step], ref boots);
                    }
                }
            }
        }

        TestContext.WriteLine($"{boots} boots");
    }

    [TestMethod]
    public void Two_power_cuts_leave_a_confirmed_model_and_cost_at_most_two_boots()
    {
        var random = new Random(5);
        long boots = 0;
        (string Name, Func<BootSimulator, byte[]> Make, int Expected)[] updates = [.. Updates()];
        while (boots < Wanted)
        {
            (string name, Func<BootSimulator, byte[]> make, int expected) = updates[random.Next(updates.Length)];
            PowerCut cut = s_cuts[random.Next(s_cuts.Length)];

            // The second cut counts from where the first one left the board.
            Run(name, make, expected, random.Next(2) == 0, cut, [random.Next(900), random.Next(700)], ref boots);
        }

        TestContext.WriteLine($"{boots} boots");
    }

    [TestMethod]
    public void Rotten_bits_never_bring_an_unsigned_or_older_model_and_mostly_cost_nothing()
    {
        var random = new Random(6);
        long boots = 0;
        int lost = 0;
        int cases = 0;
        while (boots < Wanted)
        {
            cases++;
            BootSimulator board = BootSimulator.WithConfirmed(true);
            board.Storage[ModelStore.Incoming] = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), 6);
            string[] files = [.. board.Storage.Names];
            string file = files[random.Next(files.Length)];
            byte[] bytes = (byte[])board.Storage[file].Clone();
            for (int i = random.Next(3); i >= 0; i--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            board.Storage[file] = bytes;
            long before = board.Boots;
            for (int boot = 0; boot < 2; boot++)
            {
                byte[]? model = board.Boot();
                lost += model is null ? 1 : 0;
                RequireOneOf(model, [SimulatedModel.Make(SimulatedModel.Good, 4), SimulatedModel.Make(SimulatedModel.Good, 5), SimulatedModel.Make(SimulatedModel.Good, 6)], file);

                // One file of many: the update, the confirmed model, or the one before it is whole.
                Assert.IsNotNull(model, $"{file} rotted: nothing runs");
                Assert.IsTrue(SimulatedModel.VersionOf(model) >= Confirmed, $"{file} rotted: an older model runs beside a newer whole one");
            }

            boots += board.Boots - before;
        }

        TestContext.WriteLine($"{boots} boots, {cases} cases, {lost} lost boots");
    }

    [TestMethod]
    public void Storage_that_is_full_at_any_size_leaves_the_confirmed_model()
    {
        foreach (bool throughWriter in new[] { false, true })
        {
            BootSimulator probe = BootSimulator.WithConfirmed(true);
            int used = probe.Storage.Names.Sum(name => probe.Storage[name].Length);
            for (int room = 0; room < 400; room++)
            {
                BootSimulator board = BootSimulator.WithConfirmed(true);
                board.Storage.Capacity = used + room;
                board.Send(board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), 6), throughWriter);
                for (int boot = 0; boot < 3; boot++)
                {
                    byte[]? model = board.Boot();
                    Assert.IsNotNull(model, $"{room} bytes of room: nothing runs");
                    Assert.IsTrue(SimulatedModel.VersionOf(model) >= Confirmed);
                }
            }
        }
    }

    // Name, the file that is sent, and the version that runs in the end.
    private static IEnumerable<(string Name, Func<BootSimulator, byte[]> Make, int Expected)> Updates()
    {
        foreach (byte kind in SimulatedModel.Kinds)
        {
            // What fails later has been confirmed first; the one before it runs again.
            yield return ($"kind {kind}", board => board.Signed(SimulatedModel.Make(kind, 6), 6), kind == SimulatedModel.Good ? 6 : Confirmed);
        }

        yield return ("same version, signed again", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, Confirmed), 7), Confirmed);
        yield return ("older", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, 3), 6), Confirmed);
        yield return ("older, with leave", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, 3), 6, isDowngrade: true), 3);
        yield return ("older, with an old leave", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, 3), 2, isDowngrade: true), Confirmed);
        yield return ("replayed leaf", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), Confirmed), Confirmed);
        yield return ("other board", board => board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), 6, chip: "esp32c3"), Confirmed);
        yield return ("unsigned", _ => SlotFiles.Make(SimulatedModel.Make(SimulatedModel.Good, 6)), Confirmed);
        yield return ("stranger's key", _ => Stranger(), Confirmed);
        yield return ("other bytes", board => Spoiled(board), Confirmed);
    }

    private static byte[] Stranger()
    {
        byte[] model = SimulatedModel.Make(SimulatedModel.Good, 6);
        return SlotFiles.Make(model, new TagVerifier(BootSimulator.Owner + 1).Block(model, 6, 6));
    }

    private static byte[] Spoiled(BootSimulator board)
    {
        byte[] file = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 6), 6);
        file[^20] ^= 1;
        return file;
    }

    private static int Run(string name, Func<BootSimulator, byte[]> make, int expected, bool throughWriter, PowerCut cut, int[] steps, ref long boots)
    {
        BootSimulator board = BootSimulator.WithConfirmed(true);
        long first = board.Boots;
        int start = board.Storage.Steps;
        string what = $"{name}, {(throughWriter ? "writer" : "file")}, {cut} after {string.Join(" and ", steps)}";
        byte[] file = make(board);
        board.Storage.Cut = cut;
        Arm(board, steps, 0);
        board.Send(file, throughWriter);
        int cuts = board.Storage.CutAfter == int.MaxValue ? 1 : 0;
        if (cuts > 0)
        {
            Arm(board, steps, cuts);
        }

        int lost = 0;
        byte[]? model = null;
        for (int boot = 0; boot < BootsToSettle; boot++)
        {
            if (boot == BootsToSettle - 1)
            {
                // The last start is one without a cut: it shows what runs in the end.
                board.Storage.PowerOn();
            }

            bool isArmed = board.Storage.CutAfter != int.MaxValue;
            model = board.Boot();
            bool isCut = isArmed && board.Storage.CutAfter == int.MaxValue;
            if (isCut)
            {
                Arm(board, steps, ++cuts);
            }

            lost += model is null && !isCut ? 1 : 0;
            Assert.IsTrue(model is null || SimulatedModel.VersionOf(model) >= Math.Min(expected, Confirmed), $"{what}: an older model runs");
            Assert.IsTrue(model is null || model[0] is SimulatedModel.Good or SimulatedModel.FailsLater, $"{what}: a model that failed runs");
        }

        Assert.IsNotNull(model, $"{what}: nothing runs in the end");
        int version = SimulatedModel.VersionOf(model);
        Assert.IsTrue(version == Confirmed || version == expected, $"{what}: version {version} runs");
        Assert.IsTrue(steps.Length > 0 || version == expected, $"{what}: version {version} runs in the end");
        Assert.IsLessThanOrEqualTo(ModelStore.MostAttempts, lost, what);
        boots += board.Boots - first;
        return board.Storage.Steps - start;
    }

    private static void Arm(BootSimulator board, int[] steps, int done)
    {
        board.Storage.CutAfter = done < steps.Length ? board.Storage.Steps + steps[done] : int.MaxValue;
    }

    private static void RequireOneOf(byte[]? model, byte[][] known, string what)
    {
        Assert.IsTrue(model is null || known.Any(each => each.AsSpan(0, SimulatedModel.BytesRead).SequenceEqual(model.AsSpan(0, SimulatedModel.BytesRead))), $"{what}: a model that nobody signed runs");
    }
}
