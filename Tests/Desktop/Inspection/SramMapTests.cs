using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Inspection;

[TestClass]
public class SramMapTests
{
    private const int Roomy = 64 * 1024;

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Banks_and_fixed_parts_are_the_peak_to_the_byte(int budget)
    {
        ScheduledBlob scheduled = Scheduled(budget);
        SramMap map = ScheduledNetwork.Map(scheduled);
        Assert.AreEqual(scheduled.PeakSramBytes, map.PeakSramBytes);
        Assert.AreEqual(map.PeakSramBytes, map.BankBytes + map.FixedBytes);
        Assert.AreEqual(map.Groups.Max(group => group.Bytes), map.Groups[map.PeakGroup].Bytes);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Rows_weights_and_tables_are_those_of_the_schedule(int budget)
    {
        ScheduledBlob scheduled = Scheduled(budget);
        SramMap map = ScheduledNetwork.Map(scheduled);
        Assert.HasCount(scheduled.Schedule.Groups.Count, map.Groups);
        foreach (SramGroup group in map.Groups)
        {
            Assert.AreEqual(scheduled.Schedule.GroupBytes(group.Index), group.Bytes - group.BytesOf(SramKind.KeptThrough), $"group {group.Index}");
            List<StagePlan> resident = scheduled.Schedule.Groups[group.Index].Stages.FindAll(stage => stage.Operator is { IsConvolution: true } && !stage.IsStreamed);
            CollectionAssert.AreEqual(
                resident.ConvertAll(stage => $"{stage.Operator!.Weights.Length} at {stage.Resident.Bank}:{stage.Resident.Offset}"),
                group.Items.Where(item => item.Kind == SramKind.ResidentWeights).Select(item => $"{item.Bytes} at {item.Place}").ToList());
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Nothing_in_a_group_lies_on_anything_else(int budget)
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(budget));
        foreach (SramGroup group in map.Groups)
        {
            int end = 0;
            foreach (SramItem item in group.Items.Where(item => item.Bytes > 0).OrderBy(Address))
            {
                Assert.IsGreaterThanOrEqualTo(end, Address(item), $"group {group.Index}: {item}");
                end = Address(item) + item.Bytes;
            }

            Assert.IsLessThanOrEqualTo(map.BankBytes, end, $"group {group.Index}");
        }
    }

    [TestMethod]
    public void Tensors_between_their_maker_and_their_last_reader_are_kept_through()
    {
        ScheduledBlob scheduled = Scheduled(64 * 1024);
        SramMap map = ScheduledNetwork.Map(scheduled);
        int found = 0;
        List<GroupPlan> groups = scheduled.Schedule.Groups;
        for (int maker = 0; maker < groups.Count; maker++)
        {
            foreach (BufferPlan buffer in groups[maker].Buffers.Where(buffer => buffer.IsKept && !buffer.IsReady))
            {
                int last = groups.FindLastIndex(group => group.Buffers.Exists(other => other.Tensor == buffer.Tensor));
                for (int between = maker + 1; between < last; between++)
                {
                    bool isTouched = groups[between].Buffers.Exists(other => other.Tensor == buffer.Tensor);
                    IEnumerable<SramItem> kept = map.Groups[between].Items.Where(item => item.Kind == SramKind.KeptThrough && item.Name == buffer.Tensor.Name);
                    Assert.AreEqual(isTouched ? 0 : buffer.Tensor.Bytes, kept.Sum(item => item.Bytes), $"{buffer.Tensor} in group {between}");
                    found += isTouched ? 0 : 1;
                }
            }
        }

        Assert.IsGreaterThan(0, found, "the network has a squeeze-excite block and a residual branch, so something lives through");
    }

    [TestMethod]
    public void Text_marks_the_group_that_sets_the_banks()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        SramMapPrinter.Print(map, writer);
        string[] lines = writer.ToString().Split('\n');
        string marked = lines.Single(line => line.Contains("<== peak", StringComparison.Ordinal));
        StringAssert.StartsWith(marked, $"group {map.PeakGroup}: {map.Groups[map.PeakGroup].Bytes} bytes");
        Assert.Contains($"peak SRAM {map.PeakSramBytes} bytes", lines[0]);
    }

    [TestMethod]
    public void Pictures_are_well_formed_and_reach_up_to_the_peak()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        XDocument svg = XDocument.Parse(Encoding.UTF8.GetString(SramMapPicture.Draw(map, "map.svg")));
        int drawn = svg.Descendants().Count(element => element.Name.LocalName == "rect");
        Assert.IsGreaterThanOrEqualTo(2 * map.Groups.Count, drawn, "each group has fixed bytes and rows");
        using SKBitmap png = SKBitmap.Decode(SramMapPicture.Draw(map, "map.PNG"));
        Assert.AreEqual(SKColors.Firebrick, png.GetPixel(71, 60), "the line at the peak");
    }

    [TestMethod]
    public void Other_endings_are_refused()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(Roomy));
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => SramMapPicture.Draw(map, "map.gif"), "map.gif", ".svg");
    }

    private static ScheduledBlob Scheduled(int budget)
    {
        return ScheduledBlob.Write(ScheduledNetwork.Schedule(budget == 0 ? null : budget));
    }

    private static int Address(SramItem item)
    {
        Assert.DoesNotContain(" ", item.Place, "this network's tensors have one band each");
        string[] parts = item.Place.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture) * BlobFormat.MaxArrayBytes) + int.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
