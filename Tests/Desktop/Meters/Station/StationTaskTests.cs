using System;
using System.Linq;
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
using Edge.Tests.Int8.App;
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
        MemoryBoard board = Board("gas-decimals.png", "source=port\nport=COM3\nbroker=b", out RenderedMeter meter, out byte[] pixels, out MeterLayout layout);
        var broker = new FakeBroker();
        Run(board, 2, new Parts(broker) { Port = new PictureSender { Message = PictureSender.Of(layout.FrameWidth, layout.FrameHeight, 2, pixels) } });
        Assert.AreEqual(string.Empty, board.Recorded.Text);
        string expected = meter.Reading.TrimStart('0');
        CollectionAssert.AreEqual(new[] { (1L, expected), (2L, expected) }, broker.Readings);
    }

    [TestMethod]
    public void Without_a_broker_readings_are_log_lines()
    {
        MemoryBoard board = Board("water-plain.png", "source=file", out _, out byte[] pixels, out _);
        board.Storage.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        Run(board, 1, new Parts(null));
        Assert.AreEqual(string.Empty, board.Recorded.Text);
        Assert.IsGreaterThan(0, board.Storage.GetLength(ReadingStore.FileName));
        Assert.AreEqual(-1, board.Storage.GetLength(ReadingQueue.FileName));
    }

    [TestMethod]
    public void An_implausible_reading_does_not_reach_the_broker_but_its_status_does()
    {
        MemoryBoard board = Board("backwards.png", "source=file\nbroker=b", out RenderedMeter meter, out byte[] pixels, out _);
        board.Storage.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        board.Storage.Put(ReadingStore.FileName, meter.Previous.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0') + "\n");
        var broker = new FakeBroker();
        Run(board, 1, new Parts(broker));
        Assert.IsEmpty(broker.Readings);
        Assert.AreEqual("backwards", broker.Messages[^1].Payload);
    }

    [TestMethod]
    public void A_broker_that_is_away_is_logged_and_no_failure_of_the_step()
    {
        MemoryBoard board = Board("water-plain.png", "source=file\nbroker=b", out _, out byte[] pixels, out _);
        board.Storage.Write(StationTask.FrameFile, 0, pixels, 0, pixels.Length);
        Run(board, 1, new Parts(new FakeBroker { IsAway = true }));
        StringAssert.StartsWith(board.Recorded.Text, "EDGE,E,621,mqtt,1,");
        Assert.AreEqual(ReadingQueue.RecordBytes, board.Storage.GetLength(ReadingQueue.FileName));
    }

    [TestMethod]
    [DataRow("source=jpeg\nport=COM3", "EDGE,E,616,jpeg,0,")]
    [DataRow("source=port\nport=COM9", "EDGE,E,616,port,0,")]
    [DataRow("source=tape", "EDGE,E,504,station.cfg,2,")]
    public void A_source_that_the_board_lacks_leaves_the_app_without_the_meter(string settings, string error)
    {
        MemoryBoard board = Board("water-plain.png", settings, out _, out _, out _);
        Run(board, 1, new Parts(new FakeBroker()));
        StringAssert.StartsWith(board.Recorded.Text, error);
    }

    private static MemoryBoard Board(string image, string settings, out RenderedMeter meter, out byte[] pixels, out MeterLayout layout)
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

        var board = new MemoryBoard();
        board.Storage.Put(MeterSettings.FileName, DeviceSettings.Write(layout, PixelFormat.Rgb565BigEndian));
        board.Storage.Put(StationSettings.FileName, "id=cellar\n" + settings);
        return board;
    }

    private static void Run(MemoryBoard board, int count, Parts parts)
    {
        board.Storage.Put("edge.cfg", $"count={count}\nperiod_s=0");
        var app = new FirmwareApp(board, new Int8EngineFactory(new PackedKernels()), new MemoryWeightSource(s_blob.Value), null, new StationTask(parts));
        app.Start();
        while (app.Step())
        {
        }
    }

    private sealed class Parts(FakeBroker? broker) : IStationParts
    {
        public PictureSender? Port { get; init; }

        public IJpegDecoder Decoder => null!;

        public IHostPort OpenPort(StationSettings settings) => Port!;

        public IMqttLink OpenLink(StationSettings settings) => broker!;
    }
}
