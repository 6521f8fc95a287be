using System;
using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;
using Edge.MeterStation;
using Edge.MeterStation.Frames;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>Pictures from a file, a line, a camera: whole ones arrive, and every way of being broken has its number.</summary>
[TestClass]
public sealed class FrameSourceTests
{
    private const int Width = 32;
    private const int Height = 16;

    private static readonly MeterLayout s_layout = new(Width, Height, [new DigitBox(0, 0, 10, 16)], 0, true, 500, 0);
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, Width * Height * 2).Select(i => (byte)(i * 7))];
    private static readonly byte[] s_jpeg = Jpeg(Width, Height);

    private readonly FakeBoard _board = new();

    [TestMethod]
    public void A_file_of_the_right_length_is_a_picture()
    {
        _board.Internal!["frame.raw"] = s_pixels;
        Assert.AreEqual(FirmwareError.None, Take(File(), out _));
        AssertPixels(File());
    }

    [TestMethod]
    public void A_file_of_another_length_and_one_that_fails_midway_are_refused()
    {
        _board.Internal!["frame.raw"] = s_pixels[1..];
        Assert.AreEqual(MeterError.FrameMismatch, Take(File(), out long detail));
        Assert.AreEqual(s_pixels.Length - 1, detail);
        _board.Internal.Delete("frame.raw");
        Assert.AreEqual(MeterError.FrameMismatch, Take(File(), out _));
        _board.Internal["frame.raw"] = s_pixels;
        FileFrameSource source = File();
        Assert.AreEqual(FirmwareError.None, source.Take(out _));
        _board.Internal.Unreadable = "frame.raw";
        source.Frame.ReadPixels(0, 0, 4, new byte[8]);
        Assert.AreEqual(FirmwareError.StorageReadFailed, source.Finish());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("noise before the picture EFR EEFR")]
    [DataRow("EFR")]
    public void A_picture_over_the_port_arrives_whatever_comes_before_it(string noise)
    {
        var sender = new PictureSender { Message = [.. Encoding.ASCII.GetBytes(noise), .. Message()] };
        PortFrameSource source = Port(sender);
        Assert.AreEqual(FirmwareError.None, Take(source, out _));
        AssertPixels(source);
        Assert.AreEqual(FirmwareError.None, Take(source, out _), "the second picture");
    }

    [TestMethod]
    public void What_is_wrong_with_a_picture_over_the_port_has_its_number()
    {
        Assert.AreEqual(StationError.SourceSilent, Take(Port(new PictureSender()), out _), "nothing comes");
        Assert.AreEqual(StationError.SourceSilent, Take(Port(new PictureSender { IsGone = true }), out _), "no port");
        for (int length = 0; length < Message().Length; length += 37)
        {
            Assert.AreEqual(StationError.SourceSilent, Take(Port(new PictureSender { Message = Message()[..length] }), out _), $"cut off after {length} bytes");
        }

        Assert.AreEqual(MeterError.FrameMismatch, Take(Port(new PictureSender { Message = PictureSender.Of(Width, Height + 1, 2, s_pixels) }), out long detail));
        Assert.AreEqual((Width * 10000) + Height + 1, detail);
        Assert.AreEqual(MeterError.FrameMismatch, Take(Port(new PictureSender { Message = PictureSender.Of(Width, Height, 1, s_pixels) }), out _), "format");
        byte[] damaged = Message();
        damaged[100] ^= 4;
        Assert.AreEqual(StationError.PictureDamaged, Take(Port(new PictureSender { Message = damaged }), out _));
        Assert.AreEqual(StationError.SourceSilent, Take(Port(new PictureSender { Message = new byte[9000] }), out _), "noise only");
    }

    [TestMethod]
    public void A_jpeg_of_the_camera_is_decoded_and_the_camera_goes_on()
    {
        var camera = new JpegCamera { Jpeg = s_jpeg };
        JpegCameraSource source = Camera(camera);
        Assert.AreEqual(FirmwareError.None, Take(source, out long detail));
        Assert.AreEqual(s_jpeg.Length, detail);
        Assert.IsTrue(camera.IsLive);
        Assert.AreEqual(FirmwareError.None, Take(source, out _), "the second picture");
        byte[] pixel = new byte[2];
        source.Frame.ReadPixels(3, 3, 1, pixel);
        Assert.AreEqual(SkiaDecoder.Mark, pixel[0]);
    }

    [TestMethod]
    public void A_broken_jpeg_never_reaches_the_decoder_as_a_picture()
    {
        for (int length = 4; length < s_jpeg.Length; length += 11)
        {
            Assert.AreEqual(StationError.JpegBroken, Take(Camera(new JpegCamera { Jpeg = s_jpeg[..length] }), out _), $"cut off after {length} bytes");
        }

        Assert.AreEqual(StationError.JpegBroken, Take(Camera(new JpegCamera { Jpeg = [0xFF, 0xD8, 0xFF, 0xD9] }), out _), "nothing inside");
        Assert.AreEqual(StationError.JpegBroken, Take(Camera(new JpegCamera { Jpeg = new byte[600] }), out _), "zeros");
        Assert.AreEqual(StationError.JpegBroken, Take(Camera(new JpegCamera { Jpeg = s_jpeg }, new SkiaDecoder { Refuses = true }), out _), "the decoder refuses");
    }

    [TestMethod]
    public void A_jpeg_of_another_size_is_named_with_its_size()
    {
        Assert.AreEqual(MeterError.FrameMismatch, Take(Camera(new JpegCamera { Jpeg = Jpeg(64, 48) }), out long detail));
        Assert.AreEqual(640048, detail);
    }

    [TestMethod]
    public void A_camera_that_refuses_is_silent_or_sends_too_much_has_its_number()
    {
        Assert.AreEqual(StationError.SourceSilent, Take(Camera(new JpegCamera { IsGone = true }), out _));
        Assert.AreEqual(StationError.CameraRefuses, Take(Camera(new JpegCamera { Jpeg = s_jpeg, Status = 3 }), out long command));
        Assert.AreEqual(0x36, command);
        Assert.AreEqual(StationError.JpegTooLarge, Take(Camera(new JpegCamera { Jpeg = s_jpeg, Length = 5000 }), out long length));
        Assert.AreEqual(5000, length);
        Assert.AreEqual(StationError.JpegTooLarge, Take(Camera(new JpegCamera { Jpeg = s_jpeg, Length = 0 }), out _));
        Assert.AreEqual(StationError.JpegTooLarge, Take(Camera(new JpegCamera { Jpeg = s_jpeg, Length = -1 }), out _), "2^32 - 1 bytes");
        for (int after = 0; after < s_jpeg.Length; after += 23)
        {
            Assert.AreEqual(StationError.SourceSilent, Take(Camera(new JpegCamera { Jpeg = s_jpeg, SilentAfter = after }), out _), $"silent after {after} bytes");
        }
    }

    [TestMethod]
    public void Any_damage_of_a_jpegs_head_is_survived()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = (byte[])s_jpeg.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            bool isWhole = JpegFile.TryReadSize(damaged, damaged.Length, out int width, out int height);
            Assert.IsTrue(!isWhole || (width > 0 && height > 0));
        }
    }

    private FileFrameSource File() => new(_board.Internal, "frame.raw", s_layout, PixelFormat.Rgb565BigEndian);

    private PortFrameSource Port(PictureSender sender) => new(new PortReader(sender, _board, 100), s_layout, PixelFormat.Rgb565BigEndian);

    private JpegCameraSource Camera(JpegCamera camera, SkiaDecoder? decoder = null) =>
        new(new PortReader(camera, _board, 100), decoder ?? new SkiaDecoder(), 4096, s_layout, PixelFormat.Rgb565BigEndian);

    private static FirmwareError Take(IFrameSource source, out long detail)
    {
        FirmwareError error = source.Take(out detail);
        return error == FirmwareError.None ? source.Finish() : error;
    }

    private static byte[] Message() => PictureSender.Of(Width, Height, 2, s_pixels);

    private static void AssertPixels(IFrameSource source)
    {
        byte[] row = new byte[Width * 2];
        for (int y = 0; y < Height; y++)
        {
            source.Frame.ReadPixels(0, y, Width, row);
            CollectionAssert.AreEqual(s_pixels[(y * row.Length)..((y + 1) * row.Length)], row, $"row {y}");
        }
    }

    private static byte[] Jpeg(int width, int height)
    {
        using var picture = new SKBitmap(width, height);
        picture.Erase(SKColors.Teal);
        using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    /// <summary>A board's decoder; what it makes of a picture is a mark.</summary>
    private sealed class SkiaDecoder : IJpegDecoder
    {
        public const byte Mark = 0x5A;

        public bool Refuses { get; init; }

        public bool Decode(byte[] jpeg, int count, byte[] pixels, int width, int height, PixelFormat format)
        {
            using SKBitmap? picture = SKBitmap.Decode(jpeg.AsSpan(0, count));
            Array.Fill(pixels, Mark);
            return !Refuses && picture?.Width == width && picture.Height == height;
        }
    }
}
