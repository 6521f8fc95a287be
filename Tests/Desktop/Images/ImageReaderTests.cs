using System;
using System.IO;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Images;

[TestClass]
public class ImageReaderTests
{
    [TestMethod]
    public void Pixels_of_an_image_of_the_right_size_are_unchanged()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.png");
        TestImages.Write(path, 2, 3, (y, x) => new SKColor((byte)(10 * y), (byte)(20 * x), 7));
        byte[] pixels = ImageReader.Read(path, 2, 3, 3);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 7, 0, 20, 7, 0, 40, 7, 10, 0, 7, 10, 20, 7, 10, 40, 7 }, pixels);
        Assert.AreEqual((2, 3), ImageReader.Size(path));
    }

    [TestMethod]
    public void Grey_is_luma()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.png");
        TestImages.Write(path, 1, 3, (_, x) => x switch { 0 => SKColors.Red, 1 => SKColors.Lime, _ => SKColors.White });
        CollectionAssert.AreEqual(new byte[] { 76, 150, 255 }, ImageReader.Read(path, 1, 3, 1));
    }

    [TestMethod]
    public void Other_sizes_are_scaled_over_the_whole_image()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.png");
        TestImages.Write(path, 64, 64, (y, x) => x < 32 ? SKColors.Black : SKColors.White);
        byte[] pixels = ImageReader.Read(path, 4, 4, 1);
        for (int y = 0; y < 4; y++)
        {
            Assert.AreEqual(0, pixels[y * 4]);
            Assert.AreEqual(255, pixels[(y * 4) + 3]);
        }
    }

    [TestMethod]
    public void A_file_that_is_no_image_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.png", "hello");
        DiagnosticAssert.Throws(DiagnosticId.ImageUnreadable, () => ImageReader.Read(path, 4, 4, 3), "a.png");
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => ImageReader.Read(folder.File("b.png"), 4, 4, 3), "b.png");
    }

    [TestMethod]
    public void A_truncated_image_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.png");
        var random = new Random(7);
        TestImages.Write(path, 64, 64, (_, _) => new SKColor((uint)random.Next() | 0xFF000000));
        byte[] bytes = File.ReadAllBytes(path);
        folder.Write("a.png", bytes[..(bytes.Length / 2)]);
        DiagnosticAssert.Throws(DiagnosticId.ImageUnreadable, () => ImageReader.Read(path, 64, 64, 3), "damaged");
    }
}
