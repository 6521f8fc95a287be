using Edge.Firmware.Host;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.App
{
    /// <summary>The host's exchange on the device's own strings and numbers; Tests/Desktop/Firmware has the rest.</summary>
    [TestClass]
    public class HostProtocolTests
    {
        [TestMethod]
        public void Performance_mode_exchange_is_the_references()
        {
            var link = new RecordingLink();
            var protocol = new HostProtocol(link, new EchoEngine(), null, new SteppingClock(), new RecordingStrobe(), false, null);
            protocol.Start();
            Assert.AreEqual("m-timestamp-mode-performance\r\nm-lap-us-1000\r\nm-init-done\r\nm-ready\r\n", link.Take());
            Exchange(protocol, link, "name%", "m-name-dut-[edge]\r\nm-ready\r\n");
            Exchange(protocol, link, "profile%", "m-profile-[ULPMark for tinyML Firmware V0.0.1]\r\nm-model-[ic01]\r\nm-ready\r\n");
            Exchange(protocol, link, "db load 4%", "m-[Expecting 4 bytes]\r\nm-ready\r\n");
            Exchange(protocol, link, "db 7bff00C8%", "m-load-done\r\nm-ready\r\n");
            Exchange(protocol, link, "db print%", "m-buffer-7b-ff-00-c8\r\nm-ready\r\n");
            Exchange(
                protocol,
                link,
                "infer 2 1%",
                "m-warmup-start-1\r\nm-warmup-done\r\nm-infer-start-2\r\nm-lap-us-2000\r\nm-lap-us-3000\r\nm-infer-done\r\nm-results-[0.123,0.255,0.000,0.200]\r\nm-ready\r\n");
        }

        [TestMethod]
        public void Energy_mode_timestamps_are_edges()
        {
            var link = new RecordingLink();
            var strobe = new RecordingStrobe();
            var protocol = new HostProtocol(link, new EchoEngine(), null, new SteppingClock(), strobe, true, null);
            protocol.Start();
            Exchange(protocol, link, "timestamp%", "m-timestamp-mode-energy\r\nm-init-done\r\nm-ready\r\nm-ready\r\n");
            Assert.AreEqual("HLHLH", strobe.Levels);
        }

        [TestMethod]
        [DataRow("%", "m-ready\r\n")]
        [DataRow("foo%", "e-[Unknown command: foo]\r\nm-ready\r\n")]
        [DataRow("db load 5%", "e-[Supplied buffer size 5 exceeds maximum of 4]\r\nm-ready\r\n")]
        [DataRow("db 0g%", "e-[Invalid hex digit '0g']\r\nm-ready\r\n")]
        [DataRow("infer x%", "e-[Inference iterations must be >0]\r\nm-ready\r\n")]
        [DataRow("infer 1 0%", "e-[Input db has 0 bytes, expected 4]\r\nm-ready\r\n")]
        public void Malformed_commands_are_answered(string command, string answer)
        {
            var link = new RecordingLink();
            Exchange(new HostProtocol(link, new EchoEngine(), null, new SteppingClock(), new RecordingStrobe(), false, null), link, command, answer);
        }

        [TestMethod]
        public void Oversized_command_is_refused()
        {
            var link = new RecordingLink();
            var protocol = new HostProtocol(link, new EchoEngine(), null, new SteppingClock(), new RecordingStrobe(), false, null);
            Exchange(protocol, link, new string('x', 200) + "%", "e-[Command too long]\r\nm-ready\r\n");
            Exchange(protocol, link, "name%", "m-name-dut-[edge]\r\nm-ready\r\n");
        }

        private static void Exchange(HostProtocol protocol, RecordingLink link, string command, string answer)
        {
            byte[] bytes = RecordingLink.Bytes(command);
            protocol.Receive(bytes, 0, bytes.Length);
            Assert.AreEqual(answer, link.Take());
        }
    }
}
