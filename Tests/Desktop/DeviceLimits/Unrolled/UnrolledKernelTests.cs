using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The unrolled kernels of Runtime.Int8 and hashes of the app are what the generator writes.</summary>
[TestClass]
public sealed class UnrolledKernelTests
{
    private static readonly string[] s_folders = ["Runtime.Int8", "Firmware"];

    private static readonly Dictionary<string, Func<string>> s_files = new()
    {
        ["Runtime.Int8/Lanes/PointMac24.cs"] = PointKernels.Mac,
        ["Runtime.Int8/Lanes/PointPrepare.cs"] = PointPrepareText.Write,
        ["Runtime.Int8/Packed/Pointwise/PointFused8.cs"] = () => PointKernels.Fused(8),
        ["Runtime.Int8/Packed/Pointwise/PointFused16.cs"] = () => PointKernels.Fused(16),
        ["Runtime.Int8/Lanes/Triples/TripleMac8.cs"] = TripleMacs.Mac,
        ["Runtime.Int8/Lanes/LaneMac8.cs"] = LaneMacs.Mac8,
        ["Runtime.Int8/Lanes/LaneMac24.cs"] = LaneMacs.Mac24,
        ["Runtime.Int8/Packed/Convolution/LaneWindow9.cs"] = () => WindowPass.Write(9),
        ["Runtime.Int8/Packed/Convolution/LaneWindow27.cs"] = () => WindowPass.Write(27),
        ["Runtime.Int8/Micro/Pointwise/PointShift8.cs"] = () => PointKernels.Shift(8),
        ["Runtime.Int8/Micro/Pointwise/PointShift16.cs"] = () => PointKernels.Shift(16),
        ["Runtime.Int8/Micro/Pointwise/PointShift24.cs"] = () => PointKernels.Shift(24),
        ["Runtime.Int8/Micro/Convolution/LaneShift9.cs"] = () => WindowPass.Shift(9),
        ["Runtime.Int8/Micro/Convolution/LaneShift27.cs"] = () => WindowPass.Shift(27),
        ["Runtime.Int8/Micro/OctetShift3x3Stride2.cs"] = () => OctetKernels.Shift(3, 2),
        ["Runtime.Int8/Lanes/LineStart.cs"] = LineMacs.Start,
        ["Runtime.Int8/Depthwise/LineMac.cs"] = LineMacs.Mac,
        ["Runtime.Int8/Depthwise/LaneDepthwise3x3Image.cs"] = Depthwise3x3Image.Write,
        ["Runtime.Int8/Depthwise/LaneDepthwise3x3Stride1.cs"] = Depthwise3x3Stride1.Write,
        ["Runtime.Int8/Depthwise/LaneDepthwise3x3Stride2.cs"] = Depthwise3x3Stride2.Write,
        ["Runtime.Int8/Depthwise/LaneDepthwise5x5Stride1.cs"] = () => DepthwiseKernels.Write(5, 1),
        ["Runtime.Int8/Depthwise/LaneDepthwise5x5Stride2.cs"] = () => DepthwiseKernels.Write(5, 2),
        ["Runtime.Int8/Depthwise/LaneDepthwise7x7Stride1.cs"] = () => DepthwiseKernels.Write(7, 1),
        ["Runtime.Int8/Depthwise/LaneDepthwise7x7Stride2.cs"] = () => DepthwiseKernels.Write(7, 2),
        ["Runtime.Int8/Depthwise/NarrowDepthwise3x3Stride1.cs"] = () => NarrowDepthwise.Write(3, 1),
        ["Runtime.Int8/Depthwise/NarrowDepthwise5x5Stride1.cs"] = () => NarrowDepthwise.Write(5, 1),
        ["Runtime.Int8/Depthwise/NarrowDepthwise5x5Stride2.cs"] = () => NarrowDepthwise.Write(5, 2),
        ["Runtime.Int8/Depthwise/NarrowDepthwise7x7Stride1.cs"] = () => NarrowDepthwise.Write(7, 1),
        ["Runtime.Int8/Depthwise/NarrowDepthwise7x7Stride2.cs"] = () => NarrowDepthwise.Write(7, 2),
        ["Runtime.Int8/Micro/OctetDepthwise3x3Stride2.cs"] = () => OctetKernels.Write(3, 2),
        ["Firmware/Signing/Sha256Rounds.cs"] = Sha256Text.Write,
        ["Firmware/Signing/Blake2bRounds.cs"] = Blake2bText.Write,
    };

    public static IEnumerable<object[]> Files => s_files.Keys.Select(file => new object[] { file });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void File_is_what_the_generator_writes(string file)
    {
        string path = Repository.PathOf(file);
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
        string[] marked = [.. s_folders.SelectMany(folder => Repository.SourceFiles(Repository.PathOf(folder), "*.cs")).Where(path => File.ReadLines(path).FirstOrDefault() == marker)];
        CollectionAssert.AreEquivalent(s_files.Keys.Select(file => Repository.PathOf(file)).ToArray(), marked);
    }
}
