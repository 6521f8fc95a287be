using System;
using System.Linq;
using System.Text;
using Edge.Firmware.App;
using Edge.Firmware.Board;
using Edge.Firmware.Models;
using Edge.MeterDigits.Device;
using Edge.MeterStation;
using Edge.MeterStation.Frames;
using Edge.MeterStation.Publishing;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Meters;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>The whole way: a picture over the port, the network that comes along, plausibility, the broker.</summary>
[TestClass]
public sealed class StationTaskTests
{
    private static readonly Lazy<byte[]> s_blob = new(() => DemoCommand.Convert(64 * 1024).Blob);

    [TestMethod]
    public void A_picture_over_the_port_becomes_a_reading_at_the_broker()
    {
        FakeBoard board = Board("gas-decimals.png", "source=port\nport=COM3\nbroker=b", out RenderedMeter meter, out byte[] pixels, out MeterLayout layout);
        var broker = new FakeBroker();
        Run(board, 2, new Parts(broker) { Port = new PictureSender { Message = PictureSender.Of(layout.FrameWidth, layout.FrameHeight, 2, pixels) } });
        Assert.AreEqual(string.Empty, Errors(board));
        string expected = meter.Reading.TrimStart('0');
        CollectionAssert.AreEqual(new[] { (1L, expected), (2L, expected) }, broker.Readings);
    }

    [TestMethod]
    public void Without_a_broker_readings_are_log_lines()
    {
        FakeBoard board = Board("water-plain.png", "source=file", out _, out byte[] pixels, out _);
        board.Internal!.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        Run(board, 1, new Parts(null));
        Assert.AreEqual(string.Empty, Errors(board));
        Assert.IsGreaterThan(0, board.Internal!.GetLength(ReadingStore.FileName));
        Assert.AreEqual(-1, board.Internal!.GetLength(ReadingQueue.FileName));
    }

    [TestMethod]
    public void An_implausible_reading_does_not_reach_the_broker_but_its_status_does()
    {
        FakeBoard board = Board("backwards.png", "source=file\nbroker=b", out RenderedMeter meter, out byte[] pixels, out _);
        board.Internal!.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        Put(board, ReadingStore.FileName, meter.Previous.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0') + "\n");
        var broker = new FakeBroker();
        Run(board, 1, new Parts(broker));
        Assert.IsEmpty(broker.Readings);
        Assert.AreEqual("backwards", broker.Messages[^1].Payload);
    }

    [TestMethod]
    public void A_broker_that_is_away_is_logged_and_no_failure_of_the_step()
    {
        FakeBoard board = Board("water-plain.png", "source=file\nbroker=b", out _, out byte[] pixels, out _);
        board.Internal!.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        Run(board, 1, new Parts(new FakeBroker { IsAway = true }));
        StringAssert.StartsWith(Errors(board), "EDGE,E,621,mqtt,1,");
        Assert.AreEqual(ReadingQueue.RecordBytes, board.Internal!.GetLength(ReadingQueue.FileName));
    }

    [TestMethod]
    [DataRow("source=jpeg\nport=COM3", "EDGE,E,616,jpeg,0,")]
    [DataRow("source=port\nport=COM9", "EDGE,E,616,port,0,")]
    [DataRow("source=tape", "EDGE,E,504,station.cfg,2,")]
    public void A_source_that_the_board_lacks_leaves_the_app_without_the_meter(string settings, string error)
    {
        FakeBoard board = Board("water-plain.png", settings, out _, out _, out _);
        Run(board, 1, new Parts(new FakeBroker()));
        StringAssert.StartsWith(Errors(board), error);
    }

    private static FakeBoard Board(string image, string settings, out RenderedMeter meter, out byte[] pixels, out MeterLayout layout)
    {
        meter = RenderedMeter.All().First(candidate => candidate.Image == image);
        layout = meter.Layout();
        ArrayFrame frame = FrameFile.Read(meter.ImagePath, layout, "rgb565be");
        pixels = new byte[layout.FrameWidth * layout.FrameHeight * 2];
        byte[] row = new byte[layout.FrameWidth * 2];
        for (int y = 0; y < layout.FrameHeight; y++)
        {
            frame.ReadPixels(0, y, layout.FrameWidth, row);
            row.CopyTo(pixels, y * row.Length);
        }

        var board = new FakeBoard();
        Put(board, MeterSettings.FileName, DeviceSettings.Write(layout, PixelFormat.Rgb565BigEndian));
        Put(board, StationSettings.FileName, "id=cellar\n" + settings);
        return board;
    }

    private static void Run(FakeBoard board, int count, Parts parts)
    {
        Put(board, "edge.cfg", $"count={count}\nperiod_s=0");
        var app = new FirmwareApp(board, new Int8EngineFactory(new PackedKernels()), new MemoryWeightSource(s_blob.Value), null, new StationTask(parts));
        app.Start();
        for (int step = 0; step < 20 && app.Step(); step++)
        {
            // Without a task and a sample the app stays in its safe state.
        }
    }

    private static void Put(FakeBoard board, string file, string text) => board.Internal![file] = Encoding.ASCII.GetBytes(text);

    private static string Errors(FakeBoard board) => string.Join(';', board.Sink.Lines.Where(line => line.StartsWith("EDGE,E,", StringComparison.Ordinal)));

    private sealed class Parts(FakeBroker? broker) : IStationParts
    {
        public PictureSender? Port { get; init; }

        public IJpegDecoder Decoder => null!;

        public IHostPort OpenPort(StationSettings settings) => Port!;

        public IMqttLink OpenLink(StationSettings settings) => broker!;
    }
}
