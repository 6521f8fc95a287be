using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.MeterStation;
using Edge.MeterStation.Publishing;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>Readings wait for the broker: none is lost, none is there twice, whenever the power fails.</summary>
[TestClass]
public sealed class ReadingQueueTests
{
    private readonly SimulatedStorage _storage = new();
    private readonly RecordedEvents _log = new();

    [TestMethod]
    public void Readings_come_in_their_order_and_survive_a_reset()
    {
        ReadingQueue queue = Open();
        queue.Add(61853, 997, false);
        queue.Add(61854, 512, true);
        queue = Open();
        Assert.AreEqual(2, queue.Count);
        QueuedReading first = queue.Peek()!;
        Assert.AreEqual((1L, 61853L, 997, false), (first.Number, first.Value, first.ConfidencePermille, first.IsFilled));
        queue.Remove();
        queue.Save();
        queue = Open();
        QueuedReading second = queue.Peek()!;
        Assert.AreEqual((2L, 61854L, 512, true), (second.Number, second.Value, second.ConfidencePermille, second.IsFilled));
        Assert.IsEmpty(_log.All);
    }

    [TestMethod]
    public void Numbers_go_on_after_everything_was_delivered_and_the_file_is_gone()
    {
        ReadingQueue queue = Open();
        queue.Add(1, 0, false);
        queue.Peek();
        queue.Remove();
        queue.Save();
        Assert.AreEqual(-1, _storage.GetLength(ReadingQueue.FileName));
        queue = Open();
        queue.Add(2, 0, false);
        Assert.AreEqual(2, queue.Peek()!.Number);
    }

    [TestMethod]
    public void What_was_removed_and_not_saved_waits_again_with_its_number()
    {
        ReadingQueue queue = Open();
        queue.Add(5, 0, false);
        queue.Peek();
        queue.Remove();
        queue = Open();
        Assert.AreEqual((1L, 5L), (queue.Peek()!.Number, queue.Peek()!.Value));
    }

    [TestMethod]
    public void A_full_queue_keeps_what_waits_and_says_so()
    {
        ReadingQueue queue = Open();
        for (int i = 0; i < ReadingQueue.MostRecords; i++)
        {
            Assert.IsTrue(queue.Add(i, 0, false));
        }

        Assert.IsFalse(queue.Add(9999, 0, false));
        Assert.AreEqual((StationError.QueueFull, ReadingQueue.FileName, 9999L), _log.All.Single());
        Assert.AreEqual(0, queue.Peek()!.Value);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(23)]
    [DataRow(24)]
    [DataRow(30)]
    public void A_damaged_record_ends_the_file_and_the_next_reading_goes_over_it(int at)
    {
        ReadingQueue queue = Open();
        queue.Add(7, 0, false);
        queue.Add(8, 0, false);
        _storage[ReadingQueue.FileName][at] ^= 1;
        queue = Open();
        Assert.AreEqual(at / ReadingQueue.RecordBytes, queue.Count);
        queue.Add(9, 0, false);
        queue = Open();
        Assert.AreEqual(2, queue.Count); // what stood behind a damaged record is found again
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("12")]
    [DataRow("x\n")]
    [DataRow("-1\n")]
    [DataRow("123456789012345678901234567890\n")]
    public void A_damaged_number_does_not_count(string text)
    {
        _storage[ReadingQueue.DeliveredFileName] = Encoding.ASCII.GetBytes(text);
        ReadingQueue queue = Open();
        queue.Add(3, 0, false);
        Assert.AreEqual(1, queue.LastNumber);
    }

    [TestMethod]
    public void A_number_whose_renaming_was_cut_off_counts()
    {
        ReadingQueue queue = Open();
        queue.Add(1, 0, false);
        queue.Add(2, 0, false);
        queue.Peek();
        queue.Remove();
        queue.Save();
        _storage[ReadingQueue.NewFileName] = _storage[ReadingQueue.DeliveredFileName];
        _storage.Delete(ReadingQueue.DeliveredFileName);
        queue = Open();
        Assert.AreEqual((1, 2L), (queue.Count, queue.Peek()!.Number)); // the first is not sent again
    }

    [TestMethod]
    public void A_storage_that_cannot_be_written_is_reported_and_nothing_counts_as_kept()
    {
        ReadingQueue queue = Open();
        _storage.Unwritable = true;
        Assert.IsFalse(queue.Add(4, 0, false));
        Assert.AreEqual(0, queue.Count);
        Assert.HasCount(1, _log.All);
    }

    [TestMethod]
    [DataRow(PowerCut.KeepsPrefix)]
    [DataRow(PowerCut.TearsPage)]
    [DataRow(PowerCut.LosesUnflushed)]
    [DataRow(PowerCut.ScramblesUnflushed)]
    public void Whenever_the_power_fails_no_kept_reading_is_lost_and_no_number_means_two_readings(object cut)
    {
        for (int steps = 0; ; steps++)
        {
            var storage = new SimulatedStorage { CutAfter = steps, Cut = (PowerCut)cut };
            var kept = new List<long>();
            var arrived = new Dictionary<long, long>();
            bool isCut = Live(storage, kept, arrived, 1);
            storage.PowerOn();
            Assert.IsFalse(Live(storage, kept, arrived, 100));
            CollectionAssert.IsSubsetOf(kept, arrived.Values, $"{cut} after {steps} steps: a kept reading is lost");
            Assert.AreEqual(arrived.Count, arrived.Values.Distinct().Count(), $"{cut} after {steps} steps: a reading has two numbers");
            if (!isCut)
            {
                return;
            }
        }
    }

    // Keeps five readings, the first two of which are delivered before the others come, then delivers all. What arrives twice must be the same.
    private bool Live(SimulatedStorage storage, List<long> kept, Dictionary<long, long> arrived, long firstValue)
    {
        try
        {
            var queue = new ReadingQueue(storage, _log);
            for (int i = 0; i < 5; i++)
            {
                if (queue.Add(firstValue + i, 900, false))
                {
                    kept.Add(firstValue + i);
                }

                if (i is 1 or 4)
                {
                    Deliver(queue, arrived);
                }
            }

            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }

    private static void Deliver(ReadingQueue queue, Dictionary<long, long> arrived)
    {
        while (queue.Peek() is QueuedReading reading)
        {
            Assert.IsTrue(!arrived.TryGetValue(reading.Number, out long value) || value == reading.Value, $"number {reading.Number} means {value} and {reading.Value}");
            arrived[reading.Number] = reading.Value;
            queue.Remove();
        }

        queue.Save();
    }

    private ReadingQueue Open() => new(_storage, _log);
}
