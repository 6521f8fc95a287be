using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The unrolled kernels of Runtime.Int8 are what the generator writes.</summary>
[TestClass]
public sealed class UnrolledKernelTests
{
    private const string Folder = "Runtime.Int8";

    private static readonly Dictionary<string, Func<string>> s_files = new()
    {
        ["Packed/Pointwise/PointMac24.cs"] = PointKernels.Mac,
        ["Packed/Pointwise/PointFused8.cs"] = () => PointKernels.Fused(8),
        ["Packed/Pointwise/PointFused16.cs"] = () => PointKernels.Fused(16),
        ["Lanes/LaneMac8.cs"] = LaneMacs.Mac8,
        ["Lanes/LaneMac24.cs"] = LaneMacs.Mac24,
        ["Packed/Convolution/LaneWindow27.Pass.cs"] = WindowPass.Write,
        ["Lanes/Depthwise/LineMac.cs"] = LineMacs.Mac,
        ["Lanes/Depthwise/LaneDepthwise3x3Image.cs"] = Depthwise3x3Image.Write,
        ["Lanes/Depthwise/LaneDepthwise3x3Stride1.cs"] = Depthwise3x3Stride1.Write,
        ["Lanes/Depthwise/LaneDepthwise3x3Stride2.cs"] = Depthwise3x3Stride2.Write,
        ["Lanes/Depthwise/LaneDepthwise5x5Stride1.cs"] = () => DepthwiseKernels.Write(5, 1),
        ["Lanes/Depthwise/LaneDepthwise5x5Stride2.cs"] = () => DepthwiseKernels.Write(5, 2),
        ["Lanes/Depthwise/LaneDepthwise7x7Stride1.cs"] = () => DepthwiseKernels.Write(7, 1),
        ["Lanes/Depthwise/LaneDepthwise7x7Stride2.cs"] = () => DepthwiseKernels.Write(7, 2),
    };

    public static IEnumerable<object[]> Files => s_files.Keys.Select(file => new object[] { file });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void File_is_what_the_generator_writes(string file)
    {
        string path = Repository.PathOf($"{Folder}/{file}");
        string expected = s_files[file]();
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            File.WriteAllText(path, expected);
        }

        string[] lines = expected.Split('\n');
        string[] actual = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < Math.Max(lines.Length, actual.Length); i++)
        {
            Assert.AreEqual(lines.ElementAtOrDefault(i), actual.ElementAtOrDefault(i), $"{file}, line {i + 1}: EDGE_SYNC=1 writes it anew");
        }
    }

    [TestMethod]
    public void Every_file_that_says_it_is_generated_is()
    {
        string marker = UnrolledText.Header.Split('\n')[0];
        string[] marked = [.. Repository.SourceFiles(Repository.PathOf(Folder), "*.cs").Where(path => File.ReadLines(path).FirstOrDefault() == marker)];
        CollectionAssert.AreEquivalent(s_files.Keys.Select(file => Repository.PathOf($"{Folder}/{file}")).ToArray(), marked);
    }
}
