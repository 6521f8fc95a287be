using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Failures, the safe state, the host mode and the deep sleep.</summary>
[TestClass]
public sealed class FirmwareAppSafetyTests
{
    private static readonly byte[] s_sample = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];

    [TestMethod]
    public void Without_a_model_the_app_stays_safe_and_takes_one_when_it_comes()
    {
        FakeBoard board = new FakeBoard().With("period_s=1");
        var app = new FirmwareApp(board, new FakeEngineFactory(), null, null, null);
        app.Start();
        Assert.IsTrue(app.IsSafe);
        app.Step();
        CollectionAssert.AreEqual(new[] { "101", "100", "101" }, board.Sink.Errors);
        Assert.AreEqual(60000, board.Waited);
        StringAssert.EndsWith(board.Pin!.Levels, "H");
        Assert.DoesNotContain('L', board.Pin.Levels);

        board.Internal![ModelStore.Incoming] = SlotFiles.Make(TinyModel.Blob());
        app.Step();
        Assert.IsFalse(app.IsSafe);
        app.Step();
        Assert.HasCount(1, board.Sink.Of("I"));
    }

    [TestMethod]
    public void Inferences_that_keep_failing_lead_to_the_safe_state_and_the_model_is_loaded_anew()
    {
        FakeBoard board = new FakeBoard().With("period_s=1");
        var outcomes = new Queue<FirmwareError>([FirmwareError.InferenceFailed, FirmwareError.OutOfMemory, FirmwareError.InferenceFailed]);
        var factory = new FakeEngineFactory
        {
            Wrap = engine => new FaultyEngine(engine, infer => outcomes.Count > 0 ? outcomes.Dequeue() : infer()),
        };
        FirmwareApp app = Start(board, factory);
        for (int i = 0; i < FirmwareApp.FailuresUntilSafe; i++)
        {
            Assert.IsFalse(app.IsSafe);
            app.Step();
        }

        Assert.IsTrue(app.IsSafe);
        app.Step();
        app.Step();
        CollectionAssert.AreEqual(new[] { "201", "203", "201", "100" }, board.Sink.Errors);
        Assert.AreEqual(2, factory.Loads);
        Assert.HasCount(1, board.Sink.Of("I"));
    }

    [TestMethod]
    public void Exception_nobody_expected_is_a_line_with_its_type_and_never_leaves_the_app()
    {
        FakeBoard board = new FakeBoard().With("period_s=1");
        FirmwareApp app = Start(board, new FakeEngineFactory());
        board.FreeBytesFailure = new InvalidTimeZoneException();
        for (int i = 0; i < 3; i++)
        {
            Assert.IsTrue(app.Step());
        }

        Assert.IsTrue(app.IsSafe);
        Assert.IsTrue(board.Sink.Of("E").All(fields => fields[0] == "599" && fields[1] == nameof(InvalidTimeZoneException)));
        board.FreeBytesFailure = new InsufficientMemoryException();
        app.Step();
        Assert.AreEqual("203", board.Sink.Errors[^1]);
        board.FreeBytesFailure = null;
        app.Step();
        app.Step();
        Assert.HasCount(1, board.Sink.Of("I"));
    }

    [TestMethod]
    public void Pin_that_cannot_be_driven_is_logged_and_everything_else_runs()
    {
        FakeBoard board = new FakeBoard { Pin = null }.With("count=1");
        Start(board, new FakeEngineFactory()).Step();
        CollectionAssert.AreEqual(new[] { "502" }, board.Sink.Errors);
        Assert.HasCount(1, board.Sink.Of("I"));
    }

    [TestMethod]
    public void Duty_cycle_infers_once_logs_the_cycle_and_sleeps()
    {
        FakeBoard board = new FakeBoard().With("mode=sleep\nperiod_s=600\nbattery_mah=2000\nsleep_ua=25");
        board.FakeClock.Now = 1500000;
        FirmwareApp app = Start(board, new FakeEngineFactory());
        Assert.IsTrue(app.Step());
        Assert.AreEqual(1, board.Sleeps);
        string[] inference = board.Sink.Of("I").Single();
        string[] cycle = board.Sink.Of("D").Single();
        Assert.AreEqual("600", cycle[3]);
        Assert.AreEqual((25L * 3300 * 600).ToString(), cycle[4]);
        Assert.AreEqual(long.Parse(cycle[2]) + long.Parse(cycle[4]), long.Parse(cycle[5]));
        Assert.IsGreaterThan(1500000, long.Parse(cycle[1]), "awake since reset, not since the app");
        Assert.IsGreaterThan(long.Parse(inference[6]), long.Parse(cycle[2]));
        Assert.IsGreaterThan(0, long.Parse(cycle[7]));
        Assert.AreEqual("modelled", cycle[8]);
    }

    [TestMethod]
    public void Deep_sleep_that_fails_is_logged_and_waited_out()
    {
        FakeBoard board = new FakeBoard { CannotSleep = true }.With("mode=sleep\nperiod_s=7");
        Start(board, new FakeEngineFactory()).Step();
        CollectionAssert.AreEqual(new[] { "501" }, board.Sink.Errors);
        Assert.AreEqual(7000, board.Waited);
    }

    [TestMethod]
    public void Duty_cycle_without_a_model_sleeps_instead_of_draining_the_battery()
    {
        FakeBoard board = new FakeBoard().With("mode=sleep\nperiod_s=600");
        var app = new FirmwareApp(board, new FakeEngineFactory(), null, null, null);
        app.Start();
        app.Step();
        Assert.AreEqual(1, board.Sleeps);
    }

    [TestMethod]
    public void Host_mode_answers_the_host_and_logs_the_last_inference()
    {
        FakeBoard board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        FirmwareApp app = Start(board, new FakeEngineFactory());
        app.Step();
        board.Port!.Send("db load 12%db 00010203040506070809ff0b%infer 3 1%");
        for (int i = 0; i < 5; i++)
        {
            Assert.IsTrue(app.Step());
        }

        StringAssert.StartsWith(board.Port.Sent, "m-timestamp-mode-performance\r\nm-lap-us-");
        StringAssert.EndsWith(board.Port.Sent, "m-infer-done\r\nm-results-[64.000,64.500,65.000,65.500,66.000,66.500,67.000,67.500,68.000,68.500,63.500,69.500]\r\nm-ready\r\n");
        Assert.AreEqual("4", board.Sink.Of("I").Single()[0], "one line, after the command");
        Assert.IsEmpty(board.Sink.Errors);
    }

    [TestMethod]
    public void Host_port_that_cannot_be_opened_or_breaks_is_opened_again()
    {
        FakeBoard board = new FakeBoard().With("mode=host");
        FirmwareApp app = Start(board, new FakeEngineFactory());
        app.Step();
        CollectionAssert.AreEqual(new[] { "401" }, board.Sink.Errors);
        board.Port = new FakeHostPort();
        app.Step();
        board.Port.IsBroken = true;
        app.Step();
        CollectionAssert.AreEqual(new[] { "401", "401" }, board.Sink.Errors);
        board.Port = new FakeHostPort();
        app.Step();
        StringAssert.EndsWith(board.Port.Sent, "m-ready\r\n");
    }

    [TestMethod]
    public void Host_can_send_a_model_to_a_board_that_has_none()
    {
        FakeBoard board = new FakeBoard { Port = new FakeHostPort() }.With("mode=host");
        var app = new FirmwareApp(board, new FakeEngineFactory(), null, null, null);
        app.Start();
        byte[] blob = TinyModel.Blob("sent");
        board.Port!.Send($"model load {blob.Length} {Convert.ToHexString(SlotFiles.Hash(blob))}%");
        foreach (byte[] chunk in blob.Chunk(60))
        {
            board.Port.Send($"model {Convert.ToHexString(chunk)}%");
        }

        board.Port.Send("model commit%");
        for (int i = 0; i < 200; i++)
        {
            app.Step();
        }

        StringAssert.EndsWith(board.Port.Sent, "m-load-done\r\nm-ready\r\nm-model-stored\r\nm-ready\r\n");
        var next = new FakeBoard { Internal = board.Internal, Port = new FakeHostPort() };
        app = Start(next, new FakeEngineFactory());
        for (int i = 0; i < 210; i++)
        {
            app.Step();
        }

        Assert.AreEqual("sent,model.a,-", string.Join(',', next.Sink.Of("M").Single()[..3]));
    }

    private static FirmwareApp Start(FakeBoard board, FakeEngineFactory factory)
    {
        var app = new FirmwareApp(board, factory, new MemoryWeightSource(TinyModel.Blob()), s_sample, null);
        app.Start();
        return app;
    }
}
