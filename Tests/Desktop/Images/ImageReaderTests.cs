using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.Tests.Desktop.Projects;
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
    [DataRow((byte)1)]
    [DataRow((byte)2)]
    [DataRow((byte)3)]
    [DataRow((byte)4)]
    [DataRow((byte)5)]
    [DataRow((byte)6)]
    [DataRow((byte)7)]
    [DataRow((byte)8)]
    public void A_photograph_is_turned_upright_as_its_orientation_says(byte orientation)
    {
        const int OrientationOffset = 30; // the value of the only entry of the file's EXIF directory
        byte[] stored = ImageReader.Read(Repository.PathOf("Tests/Desktop/Repro/files/rot.jpg"), 20, 32, 3);
        byte[] file = File.ReadAllBytes(Repository.PathOf("Tests/Desktop/Repro/files/exif6.jpg"));
        Assert.AreEqual(6, file[OrientationOffset]);
        file[OrientationOffset] = orientation;
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.jpg", file);
        int[][] upright = orientation switch
        {
            1 => Grid(20, 32),
            2 => MirroredRows(Grid(20, 32)),
            3 => MirroredRows(MirroredColumns(Grid(20, 32))),
            4 => MirroredColumns(Grid(20, 32)),
            5 => Transposed(Grid(20, 32)),
            6 => MirroredRows(Transposed(Grid(20, 32))), // a quarter turn clockwise
            7 => MirroredColumns(MirroredRows(Transposed(Grid(20, 32)))),
            _ => MirroredColumns(Transposed(Grid(20, 32))),
        };
        (int height, int width) = ImageReader.Size(path);
        Assert.AreEqual((upright.Length, upright[0].Length), (height, width));
        byte[] expected = [.. upright.SelectMany(row => row).SelectMany(pixel => stored[(3 * pixel)..((3 * pixel) + 3)])];
        CollectionAssert.AreEqual(expected, ImageReader.Read(path, height, width, 3));
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

    /// <summary>Numbers of pixels, row by row.</summary>
    private static int[][] Grid(int height, int width) => [.. Enumerable.Range(0, height).Select(y => Enumerable.Range(y * width, width).ToArray())];

    private static int[][] MirroredRows(int[][] grid) => [.. grid.Select(row => row.Reverse().ToArray())];

    private static int[][] MirroredColumns(int[][] grid) => [.. grid.Reverse()];

    private static int[][] Transposed(int[][] grid) => [.. Enumerable.Range(0, grid[0].Length).Select(x => grid.Select(row => row[x]).ToArray())];
}
