using System;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Edge.ModelTools.Blob;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class FirmwareAppTests
{
    private static readonly byte[] s_sample = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
    private readonly FakeEngineFactory _factory = new();

    [TestMethod]
    public void Three_inferences_of_the_embedded_model_are_three_lines_with_modelled_energy()
    {
        FakeBoard board = new FakeBoard().With("count=3\nperiod_s=2");
        FirmwareApp app = Start(board);
        int steps = 1;
        while (app.Step())
        {
            steps++;
        }

        Assert.AreEqual(3, steps);
        string[] boot = board.Sink.Of("B").Single();
        CollectionAssert.AreEqual(new[] { "1", FirmwareApp.Version, "ESP32_S3_OCTAL 1.17.0.339", "esp32s3", "240", "power", "modelled" }, boot[..7]);
        string[] model = board.Sink.Of("M").Single();
        Assert.AreEqual("tiny", model[0]);
        Assert.AreEqual("embedded", model[1]);
        Assert.AreEqual("sample", model[7]);
        string[][] lines = board.Sink.Of("I");
        Assert.HasCount(3, lines);
        CollectionAssert.AreEqual(new[] { "1", "2", "3" }, lines.Select(line => line[0]).ToArray());
        foreach (string[] line in lines)
        {
            Assert.AreEqual("modelled", line[11]);
            long total = long.Parse(line[2]);
            Assert.AreEqual(total, long.Parse(line[3]) + long.Parse(line[4]) + long.Parse(line[5]));
            Assert.AreEqual(long.Parse(line[6]), long.Parse(line[7]) + long.Parse(line[8]) + long.Parse(line[9]));
            Assert.IsLessThan(long.Parse(line[6]), long.Parse(line[10]), "net is less than gross");
            Assert.AreEqual("240", line[15]);
            Assert.AreEqual("-", line[16]);

            // Sample bytes 0..11 as int8: the largest result is that of 11, 0.5 x (11 + 128).
            Assert.AreEqual("11", line[17]);
            Assert.AreEqual("69500", line[18]);
        }

        Assert.IsEmpty(board.Sink.Errors);
        Assert.AreEqual("HLHLHLH", board.Pin!.Levels);
        Assert.AreEqual(4000, board.Waited, "two pauses");
        foreach (string line in board.Sink.Lines.Where(line => line.StartsWith("EDGE", StringComparison.Ordinal)))
        {
            LogLineTests.AssertWhole(line);
        }
    }

    [TestMethod]
    public void Groups_are_logged_on_request_and_add_up()
    {
        FakeBoard board = new FakeBoard().With("count=1\ngroups=1\nlog=csv");
        Start(board).Step();
        string[] line = board.Sink.Of("I").Single();
        string[][] groups = board.Sink.Of("G");
        Assert.IsGreaterThan(1, groups.Length);
        Assert.AreEqual(long.Parse(line[3]), groups.Sum(group => long.Parse(group[2])));
        Assert.AreEqual(long.Parse(line[4]), groups.Sum(group => long.Parse(group[3])));
        Assert.AreEqual(long.Parse(line[12]), groups.Sum(group => long.Parse(group[5])));
        Assert.IsTrue(board.Sink.Lines.All(text => text.StartsWith("EDGE,", StringComparison.Ordinal)), "csv only");
    }

    [TestMethod]
    public void Model_is_looked_for_on_internal_storage_then_on_the_card_then_in_the_app()
    {
        FakeBoard board = new FakeBoard { Card = new SimulatedStorage { ["model.edge8"] = TinyModel.Blob("card") } }.With("card_select=5");
        board.Internal![ModelStore.Incoming] = SlotFiles.Make(TinyModel.Blob("update"));
        Start(board);
        Assert.AreEqual("update,model.a,-", string.Join(',', board.Sink.Of("M").Single()[..3]));

        board = new FakeBoard { Card = board.Card }.With("card_select=5");
        Start(board);
        Assert.AreEqual("card,model.edge8,-", string.Join(',', board.Sink.Of("M").Single()[..3]));

        board = new FakeBoard { Internal = null };
        Start(board);
        Assert.AreEqual("tiny,embedded,-", string.Join(',', board.Sink.Of("M").Single()[..3]));
        Assert.IsEmpty(board.Sink.Errors);
    }

    [TestMethod]
    public void Card_that_is_named_but_missing_is_logged()
    {
        FakeBoard board = new FakeBoard().With("card_select=5");
        Start(board);
        CollectionAssert.AreEqual(new[] { "111" }, board.Sink.Errors);
        Assert.AreEqual("embedded", board.Sink.Of("M").Single()[1]);
    }

    [TestMethod]
    public void Refused_update_is_logged_removed_and_the_previous_model_runs()
    {
        byte[] broken = TinyModel.Blob("broken");
        broken[^1] ^= 1;
        var board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(TinyModel.Blob("old"));
        board.Internal[ModelStore.Incoming] = SlotFiles.Make(broken);
        Start(board);
        Assert.AreEqual("old,model.a,-", string.Join(',', board.Sink.Of("M").Single()[..3]));
        CollectionAssert.AreEqual(new[] { "108", "119" }, board.Sink.Errors);
        string[] error = board.Sink.Of("E")[0];
        StringAssert.StartsWith(error[1], "model.b@");
        Assert.AreEqual("5", error[2], "ModelError.BadChecksum");
        Assert.AreEqual(-1, board.Internal.GetLength(ModelStore.Incoming));
    }

    [TestMethod]
    public void Model_that_does_not_fit_the_heap_gives_way_to_a_smaller_one()
    {
        var board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(TinyModel.Blob("large"));
        _factory.Failures.Enqueue(new InsufficientMemoryException());
        Start(board);
        Assert.AreEqual("tiny", board.Sink.Of("M").Single()[0]);
        CollectionAssert.AreEqual(new[] { "203" }, board.Sink.Errors);
    }

    [TestMethod]
    public void Model_whose_self_test_fails_is_logged_and_the_next_one_runs()
    {
        var board = new FakeBoard();
        board.Internal![ModelStore.SlotA] = SlotFiles.Make(WithWrongSelfTest(TinyModel.Blob("wrong")));
        Start(board);
        Assert.AreEqual("tiny,embedded,-", string.Join(',', board.Sink.Of("M").Single()[..3]));
        string[] error = board.Sink.Of("E").Single();
        Assert.AreEqual("112,model.a", string.Join(',', error[..2]));
    }

    [TestMethod]
    public void Without_room_for_the_frames_nothing_is_inferred_until_there_is()
    {
        FakeBoard board = new FakeBoard { LargestFreePiece = FrameHeadroom.Bytes }.With("log=csv");
        FirmwareApp app = Start(board);
        Assert.IsTrue(app.IsSafe);
        string[] error = board.Sink.Of("E").Single();
        Assert.AreEqual("205,tiny", string.Join(',', error[..2]));
        Assert.IsGreaterThan(FrameHeadroom.Bytes, int.Parse(error[2]), "what the stages of a group take is asked for, too");
        Assert.IsEmpty(board.Sink.Of("I"));

        board.LargestFreePiece = int.Parse(error[2]);
        app.Step();
        Assert.IsFalse(app.IsSafe, "a minute later the model was loaded again");
        app.Step();
        Assert.HasCount(1, board.Sink.Of("I"));
    }

    [TestMethod]
    public void Sample_of_another_size_is_replaced_by_a_pattern_and_the_log_says_so()
    {
        var board = new FakeBoard();
        var app = new FirmwareApp(board, _factory, new MemoryWeightSource(TinyModel.Blob()), new byte[5], null);
        app.Start();
        Assert.AreEqual("pattern", board.Sink.Of("M").Single()[7]);
    }

    [TestMethod]
    public void Power_monitor_measures_with_net_energy_and_temperature()
    {
        FakeBoard board = new FakeBoard { Bus = new SimulatedIna228 { Amperes = 0.05, Celsius = 31.5 } }.With("count=1\npower_monitor=ina228\nrail=5V");
        var ina228 = (SimulatedIna228)board.Bus!;
        var factory = new FakeEngineFactory
        {
            Wrap = engine => new FaultyEngine(engine, infer =>
            {
                FirmwareError error = infer();
                ina228.Amperes = 0.05;
                return error;
            }),
        };
        var app = new FirmwareApp(board, factory, new MemoryWeightSource(TinyModel.Blob()), s_sample, null);
        app.Start();
        Assert.AreEqual("INA228 on 5V_ shunt 100 mOhm", board.Sink.Of("B").Single()[7]);
        app.Step();
        string[] line = board.Sink.Of("I").Single();
        Assert.AreEqual("measured", line[11]);
        CollectionAssert.AreEqual(new[] { "-", "-", "-" }, line[7..10], "a rail cannot tell the states apart");
        Assert.AreEqual("0", line[10], "no more than idle");
        Assert.AreEqual("315", line[16]);
        Assert.IsEmpty(board.Sink.Errors);
    }

    [TestMethod]
    public void Absent_monitor_is_logged_and_the_table_takes_over()
    {
        FakeBoard board = new FakeBoard { Bus = new SimulatedIna226 { Present = false } }.With("count=1\npower_monitor=ina226");
        Start(board).Step();
        CollectionAssert.AreEqual(new[] { "301" }, board.Sink.Errors);
        Assert.AreEqual("modelled", board.Sink.Of("I").Single()[11]);

        board = new FakeBoard().With("count=1\npower_monitor=ina226");
        Start(board).Step();
        CollectionAssert.AreEqual(new[] { "303" }, board.Sink.Errors, "no bus at all");

        board = new FakeBoard { Bus = new SimulatedIna226() }.With("count=1\npower_monitor=ina226\nshunt_uohm=0");
        Start(board).Step();
        CollectionAssert.AreEqual(new[] { "307" }, board.Sink.Errors, "impossible shunt");
    }

    [TestMethod]
    public void Monitor_that_fails_during_an_inference_spoils_its_energy_only()
    {
        FakeBoard board = new FakeBoard { Bus = new SimulatedIna226 { Amperes = 0.05 } }.With("count=2\npower_monitor=ina226");
        FirmwareApp app = Start(board);
        board.Bus!.Stuck = 0xFF;
        app.Step();
        board.Bus.Stuck = null;
        app.Step();
        string[][] lines = board.Sink.Of("I");
        Assert.AreEqual("-", lines[0][6]);
        Assert.AreEqual("-", lines[0][11]);
        Assert.AreNotEqual("-", lines[0][2], "times hold");
        Assert.AreEqual("measured", lines[1][11]);
        CollectionAssert.AreEqual(new[] { "306" }, board.Sink.Errors, "its settings read back wrong");
    }

    [TestMethod]
    public void Unknown_board_has_no_energy_but_runs()
    {
        FakeBoard board = new FakeBoard { TargetName = "ESP32_P4" }.With("count=1");
        Start(board).Step();
        CollectionAssert.AreEqual(new[] { "503" }, board.Sink.Errors);
        string[] line = board.Sink.Of("I").Single();
        Assert.AreEqual("-", line[6]);
        Assert.AreEqual("-", line[15]);
    }

    [TestMethod]
    public void Clock_that_jumps_backwards_is_logged_and_its_times_are_not()
    {
        FakeBoard board = new FakeBoard().With("count=3\nperiod_s=0");
        int inferences = 0;
        var factory = new FakeEngineFactory
        {
            Wrap = engine => new FaultyEngine(engine, infer =>
            {
                board.FakeClock.Now -= ++inferences == 2 ? 5000000 : 0;
                return infer();
            }),
        };
        board.FakeClock.Now = 10000000;
        var app = new FirmwareApp(board, factory, new MemoryWeightSource(TinyModel.Blob()), s_sample, null);
        app.Start();
        app.Step();
        app.Step();
        app.Step();
        CollectionAssert.AreEqual(new[] { "204" }, board.Sink.Errors);
        string[][] lines = board.Sink.Of("I");
        Assert.DoesNotContain("-", lines[0].Skip(2).Take(10));
        CollectionAssert.AreEqual(Enumerable.Repeat("-", 10).ToArray(), lines[1][2..12]);
        Assert.DoesNotContain("-", lines[2].Skip(2).Take(10));
    }

    private static byte[] WithWrongSelfTest(byte[] blob)
    {
        int seed = Int8Model.Load(new MemoryWeightSource(blob), new Edge.Runtime.Int8.Kernels.ReferenceKernels()).SelfTest.Seed;
        return BlobWriter.WithSelfTest(blob, seed, 1);
    }

    private FirmwareApp Start(FakeBoard board)
    {
        var app = new FirmwareApp(board, _factory, new MemoryWeightSource(TinyModel.Blob()), s_sample, null);
        app.Start();
        return app;
    }
}
