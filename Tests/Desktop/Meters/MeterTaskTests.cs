using System;
using System.IO;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Models;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Meters;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Int8.App;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters;

/// <summary>The app as a reader of meters: settings written by the desktop, a frame in a file, the network that comes along.</summary>
[TestClass]
public sealed class MeterTaskTests
{
    private static readonly Lazy<byte[]> s_blob = new(() => DemoCommand.Convert(64 * 1024).Blob);

    [TestMethod]
    public void The_app_reads_the_frame_in_its_storage_and_keeps_the_reading()
    {
        MemoryBoard board = Board("gas-decimals.png", out RenderedMeter meter);
        Run(board, 2);
        Assert.AreEqual(string.Empty, board.Recorded.Text);
        Assert.AreEqual(meter.Reading.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0') + "\n", Read(board, ReadingStore.FileName));
    }

    [TestMethod]
    public void An_implausible_reading_is_logged_and_not_kept()
    {
        MemoryBoard board = Board("backwards.png", out RenderedMeter meter);
        string previous = meter.Previous.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0') + "\n";
        board.Storage.Put(ReadingStore.FileName, previous);
        Run(board, 1);
        Assert.AreEqual(string.Empty, board.Recorded.Text);
        Assert.AreEqual(previous, Read(board, ReadingStore.FileName));
    }

    [TestMethod]
    public void A_frame_of_another_length_is_error_604_each_time()
    {
        MemoryBoard board = Board("water-plain.png", out _);
        board.Storage.Put(MeterTask.FrameFile + "x", "x");
        board.Storage.Delete(MeterTask.FrameFile);
        board.Storage.Rename(MeterTask.FrameFile + "x", MeterTask.FrameFile);
        Run(board, 1);
        StringAssert.StartsWith(board.Recorded.Text, "EDGE,E,604,frame.raw,1,");
    }

    [TestMethod]
    public void Settings_from_the_desktop_are_the_same_layout_on_the_device()
    {
        foreach (RenderedMeter meter in RenderedMeter.All())
        {
            MeterLayout layout = meter.Layout();
            var storage = new MemoryStorage();
            storage.Put(MeterSettings.FileName, DeviceSettings.Write(layout, PixelFormat.Rgb565));
            var log = new RecordingLog();
            MeterLayout read = MeterSettings.Read(storage, log).Layout;
            Assert.AreEqual(string.Empty, log.Text);
            Assert.AreEqual(DeviceSettings.Write(layout, PixelFormat.Rgb565), DeviceSettings.Write(read, PixelFormat.Rgb565));
        }
    }

    private static MemoryBoard Board(string image, out RenderedMeter meter)
    {
        meter = RenderedMeter.All().First(candidate => candidate.Image == image);
        MeterLayout layout = meter.Layout();
        ArrayFrame frame = FrameFile.Read(meter.ImagePath, layout, "rgb565be");
        byte[] pixels = new byte[layout.FrameWidth * layout.FrameHeight * 2];
        byte[] row = new byte[layout.FrameWidth * 2];
        for (int y = 0; y < layout.FrameHeight; y++)
        {
            frame.ReadPixels(0, y, layout.FrameWidth, row);
            row.CopyTo(pixels, y * row.Length);
        }

        var board = new MemoryBoard();
        board.Storage.Put(MeterSettings.FileName, DeviceSettings.Write(layout, PixelFormat.Rgb565BigEndian));
        board.Storage.Write(MeterTask.FrameFile, 0, pixels, 0, pixels.Length);
        return board;
    }

    private static void Run(MemoryBoard board, int count)
    {
        board.Storage.Put("edge.cfg", $"count={count}\nperiod_s=0");
        var app = new FirmwareApp(board, new Int8EngineFactory(new PackedKernels()), new MemoryWeightSource(s_blob.Value), null, new MeterTask());
        app.Start();
        while (app.Step())
        {
        }
    }

    private static string Read(MemoryBoard board, string file)
    {
        byte[] bytes = new byte[Math.Max(0, board.Storage.GetLength(file))];
        board.Storage.Read(file, 0, bytes, 0, bytes.Length);
        return new string([.. bytes.Select(value => (char)value)]);
    }
}
