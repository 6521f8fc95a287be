using System;
using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.Firmware.Host;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// The official host's side is scripted after mlcommons/tiny benchmark/runner (device_under_test.py: name, profile, db load,
/// chunks of 31 or 26 bytes, infer N W) and the answers are those of benchmark/api/internally_implemented.cpp.
/// </summary>
[TestClass]
public sealed class HostProtocolTests
{
    private readonly FakeHostLink _link = new();
    private readonly FakeStrobe _strobe = new();
    private FakeEngine _engine = new();

    [TestMethod]
    public void Performance_mode_exchange_is_the_references_byte_for_byte()
    {
        HostProtocol protocol = Make(energyMode: false);
        protocol.Start();
        Assert.AreEqual("m-timestamp-mode-performance\r\nm-lap-us-1000\r\nm-init-done\r\nm-ready\r\n", _link.Take());
        Exchange(protocol, "name%", "m-name-dut-[edge]\r\nm-ready\r\n");
        Exchange(protocol, "profile%", "m-profile-[ULPMark for tinyML Firmware V0.0.1]\r\nm-model-[ic01]\r\nm-ready\r\n");
        Exchange(protocol, "timestamp%", "m-lap-us-2000\r\nm-ready\r\n");
        Exchange(protocol, "db load 10%", "m-[Expecting 10 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "db 7bff00c8%", "m-ready\r\n");
        Exchange(protocol, "db 0102030405aB%", "m-load-done\r\nm-ready\r\n");
        Exchange(protocol, "db print%", "m-buffer-7b-ff-00-c8-01-02-03-04\r\nm-buffer-05-ab\r\nm-ready\r\n");
        Exchange(
            protocol,
            "infer 3 2%",
            "m-warmup-start-2\r\nm-warmup-done\r\nm-infer-start-3\r\nm-lap-us-3000\r\nm-lap-us-4000\r\nm-infer-done\r\n"
            + "m-results-[0.123,0.255,0.000]\r\nm-ready\r\n");
        Assert.AreEqual(5, _engine.Inferences);
        Exchange(protocol, "results%", "m-results-[0.123,0.255,0.000]\r\nm-ready\r\n");
        Assert.AreEqual("H", _strobe.Levels, "performance mode leaves the pin alone");
    }

    [TestMethod]
    public void Energy_mode_timestamps_are_falling_edges_and_no_lines()
    {
        _engine.HasInput = true;
        HostProtocol protocol = Make(energyMode: true);
        protocol.Start();
        Assert.AreEqual("m-timestamp-mode-energy\r\nm-init-done\r\nm-ready\r\n", _link.Take());
        Assert.AreEqual("HLH", _strobe.Levels);
        Exchange(
            protocol,
            "infer 2 0%",
            "m-warmup-start-0\r\nm-warmup-done\r\nm-infer-start-2\r\nm-infer-done\r\nm-results-[0.000,0.000,0.000]\r\nm-ready\r\n");
        Assert.AreEqual("HLHLHLH", _strobe.Levels);
    }

    [TestMethod]
    public void Whole_image_arrives_in_the_official_hosts_chunks()
    {
        byte[] image = new byte[96 * 96 * 3];
        new Random(5).NextBytes(image);
        foreach (int chunk in new[] { 31, 26 })
        {
            _engine = new FakeEngine(image.Length);
            HostProtocol protocol = Make(energyMode: chunk == 26);
            Exchange(protocol, $"db load {image.Length}%", $"m-[Expecting {image.Length} bytes]\r\nm-ready\r\n");
            for (int i = 0; i < image.Length; i += chunk)
            {
                byte[] part = image[i..Math.Min(i + chunk, image.Length)];
                string expected = i + chunk >= image.Length ? "m-load-done\r\nm-ready\r\n" : "m-ready\r\n";
                Exchange(protocol, $"db {Convert.ToHexStringLower(part)}%", expected);
            }

            Assert.IsTrue(_engine.HasInput);
            CollectionAssert.AreEqual(image, Enumerable.Range(0, image.Length).Select(_engine.GetInput).ToArray());
        }
    }

    [TestMethod]
    public void Bytes_may_arrive_in_any_pieces()
    {
        HostProtocol protocol = Make(energyMode: false);
        byte[] all = Encoding.ASCII.GetBytes("name%name%timestamp%name%");
        foreach (byte one in all)
        {
            protocol.Receive([one], 0, 1);
        }

        string expected = "m-name-dut-[edge]\r\nm-ready\r\nm-name-dut-[edge]\r\nm-ready\r\nm-lap-us-1000\r\nm-ready\r\nm-name-dut-[edge]\r\nm-ready\r\n";
        Assert.AreEqual(expected, _link.Take());
        protocol.Receive(all, 0, all.Length);
        Assert.AreEqual(expected.Replace("1000", "2000", StringComparison.Ordinal), _link.Take());
    }

    [TestMethod]
    [DataRow("infer 0 0%", "e-[Inference iterations must be >0]")]
    [DataRow("infer x%", "e-[Inference iterations must be >0]")]
    [DataRow("infer -1 0%", "e-[Inference iterations must be >0]")]
    [DataRow("infer 99999999999 0%", "e-[Inference iterations must be >0]")]
    [DataRow("infer 1 -1%", "e-[Inference warmup must be >=0]")]
    [DataRow("infer 1 y%", "e-[Inference warmup must be >=0]")]
    [DataRow("infer 1 0%", "e-[Input db has 0 bytes, expected 10]")]
    [DataRow("db%", "e-[Command 'db' requires a subcommand]")]
    [DataRow("db load%", "e-[Command 'db load' requires the # of bytes]")]
    [DataRow("db load 0%", "e-[Command 'db load' must be >0 bytes]")]
    [DataRow("db load -4%", "e-[Command 'db load' must be >0 bytes]")]
    [DataRow("db load 11%", "e-[Supplied buffer size 11 exceeds maximum of 10]")]
    [DataRow("db load 999999999%", "e-[Supplied buffer size 999999999 exceeds maximum of 10]")]
    [DataRow("db abc%", "e-[Insufficent number of hex digits]")]
    [DataRow("db 0g%", "e-[Invalid hex digit '0g']")]
    [DataRow("db 00%", "e-[No 'db load' is waiting for bytes]")]
    [DataRow("db print 11%", "e-[Command 'db print' takes a number of bytes and an offset]")]
    [DataRow("db print 5 999999999%", "e-[Command 'db print' takes a number of bytes and an offset]")]
    [DataRow("db print x%", "e-[Command 'db print' takes a number of bytes and an offset]")]
    [DataRow("frobnicate 1 2%", "e-[Unknown command: frobnicate]")]
    [DataRow("NAME%", "e-[Unknown command: NAME]")]
    [DataRow("na\u0007me%", "e-[Command has a byte that is not printable ASCII]")]
    [DataRow("name\u00e9%", "e-[Command has a byte that is not printable ASCII]")]
    [DataRow("model%", "e-[Command 'model' requires a subcommand]")]
    [DataRow("model load 5 00%", "e-[No storage for models]")]
    public void Malformed_commands_are_answered_and_change_nothing(string command, string answer)
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, command, answer + "\r\nm-ready\r\n");
        Assert.AreEqual(0, _engine.Inferences);
        Exchange(protocol, "name%", "m-name-dut-[edge]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Oversized_command_is_refused_whole_and_the_next_one_works()
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "db load 10%", "m-[Expecting 10 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "db " + new string('0', 100000) + "%", "e-[Command too long]\r\nm-ready\r\n");
        Exchange(protocol, "db 00010203040506070809%", "m-load-done\r\nm-ready\r\n");

        string longest = new('x', HostCommand.MaximumLength);
        Exchange(protocol, longest + "%", $"e-[Unknown command: {longest}]\r\nm-ready\r\n");
        Exchange(protocol, longest + "x%", "e-[Command too long]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void More_bytes_than_announced_are_disregarded_and_never_stored()
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "db load 2%", "m-[Expecting 2 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "db 0102030405%", "m-load-done\r\nm-ready\r\n");
        Exchange(protocol, "db 06%", "e-[No 'db load' is waiting for bytes]\r\nm-ready\r\n");
        Assert.AreEqual(0, _engine.GetInput(2));
        Exchange(protocol, "infer 1 0%", "e-[Input db has 2 bytes, expected 10]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Chunk_with_one_bad_digit_is_not_stored_in_part()
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "db load 10%", "m-[Expecting 10 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "db 0102zz04%", "e-[Invalid hex digit 'zz']\r\nm-ready\r\n");
        Exchange(protocol, "db 0102030405060708090a%", "m-load-done\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Interrupted_command_is_flushed_by_a_lone_percent_sign()
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "db load 10%db 0102", "m-[Expecting 10 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "%", "m-ready\r\n");
        Exchange(protocol, "%", "m-ready\r\n");
        Exchange(protocol, " \r\n %", "m-ready\r\n");
        Exchange(protocol, "inf", "");
        Exchange(protocol, "%", "e-[Unknown command: inf]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Interrupted_load_starts_anew_and_the_half_input_is_never_used()
    {
        _engine.HasInput = true;
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "db load 10%db 0102030405%", "m-[Expecting 10 bytes]\r\nm-ready\r\nm-ready\r\n");
        Exchange(protocol, "infer 1 0%", "e-[Input db has 5 bytes, expected 10]\r\nm-ready\r\n");
        Exchange(protocol, "db load 10%", "m-[Expecting 10 bytes]\r\nm-ready\r\n");
        Exchange(protocol, "db 00000000000000000000%", "m-load-done\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Line_ends_of_a_terminal_are_skipped()
    {
        HostProtocol protocol = Make(energyMode: false);
        Exchange(protocol, "\r\nname\r\n%\r\n  name  %", "m-name-dut-[edge]\r\nm-ready\r\nm-name-dut-[edge]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Failing_inference_is_an_error_line_and_no_result()
    {
        _engine.HasInput = true;
        _engine.Outcomes.Enqueue(FirmwareError.None);
        _engine.Outcomes.Enqueue(FirmwareError.InferenceFailed);
        HostProtocol protocol = Make(energyMode: false);
        Exchange(
            protocol,
            "infer 5 1%",
            "m-warmup-start-1\r\nm-warmup-done\r\nm-infer-start-5\r\nm-lap-us-1000\r\ne-[Inference failed: error 201]\r\nm-ready\r\n");
        Assert.IsTrue(protocol.TakeLastError(out FirmwareError error));
        Assert.AreEqual(FirmwareError.InferenceFailed, error);
        Assert.IsFalse(protocol.TakeLastError(out _));
        Assert.AreEqual(2, _engine.Inferences);
    }

    [TestMethod]
    public void Without_a_model_the_host_is_told_so()
    {
        var protocol = new HostProtocol(_link, null, null, new FakeClock(), _strobe, false, null);
        Exchange(protocol, "profile%", "m-profile-[ULPMark for tinyML Firmware V0.0.1]\r\nm-model-[none]\r\nm-ready\r\n");
        Exchange(protocol, "infer 1 0%", "e-[No model: error 101]\r\nm-ready\r\n");
        Exchange(protocol, "db load 5%", "e-[No model: error 101]\r\nm-ready\r\n");
        Exchange(protocol, "model which%", "m-model-file-[none]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Results_are_printed_with_three_decimals_as_the_reference_does()
    {
        _engine = new FakeEngine(1, 8) { Results = [0, 0.99609375, 1, -0.0004, -0.5, 12.3456, 1234567.891, 0.0005] };
        Exchange(
            Make(energyMode: false),
            "results%",
            "m-results-[0.000,0.996,1.000,0.000,-0.500,12.346,1234567.891,0.001]\r\nm-ready\r\n");
    }

    [TestMethod]
    public void Default_input_of_the_engine_may_run_without_a_load_and_ten_warmups()
    {
        _engine.HasInput = true;
        HostProtocol protocol = Make(energyMode: false);
        protocol.Receive(Encoding.ASCII.GetBytes("infer%"), 0, 6);
        StringAssert.StartsWith(_link.Take(), "m-warmup-start-10\r\nm-warmup-done\r\nm-infer-start-1\r\n");
        Assert.AreEqual(11, _engine.Inferences);
    }

    [TestMethod]
    public void Broken_link_is_noticed_and_survived()
    {
        HostProtocol protocol = Make(energyMode: false);
        _link.IsBroken = true;
        Exchange(protocol, "name%", "");
        Assert.IsTrue(protocol.HasLinkFailed);
    }

    [TestMethod]
    public void Random_bytes_never_throw_and_every_command_ends_with_ready()
    {
        var random = new Random(11);
        HostProtocol protocol = Make(energyMode: false);
        string[] words = ["name", "db", "load", "infer", "1", "0", "00", "%", "%", " ", " ", "print", "results", "model", "\0", "\r\n", "ff", "10", "profile"];
        for (int round = 0; round < 3000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, 12).Select(_ => words[random.Next(words.Length)]));
            byte[] bytes = Encoding.Latin1.GetBytes(text);
            protocol.Receive(bytes, 0, bytes.Length);
            int commands = text.Count(c => c == '%');
            string answer = _link.Take();
            Assert.AreEqual(commands, answer.Split("m-ready\r\n").Length - 1, text);
        }
    }

    private HostProtocol Make(bool energyMode) => new(_link, _engine, null, new FakeClock(), _strobe, energyMode, null);

    private void Exchange(HostProtocol protocol, string command, string answer)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(command);
        protocol.Receive(bytes, 0, bytes.Length);
        Assert.AreEqual(answer, _link.Take(), command.Length > 80 ? command[..80] : command);
    }
}
