using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Addresses of items that live from one group to another.</summary>
[TestClass]
public sealed class BankPackerTests
{
    private const int Bank = BlobFormat.MaxArrayBytes;

    [TestMethod]
    public void No_items_take_no_memory()
    {
        Assert.AreEqual(0, BankPacker.Pack([]));
    }

    [TestMethod]
    [DataRow(0, 0, 1, 1, 100)]
    [DataRow(0, 1, 1, 2, 200)]
    [DataRow(1, 2, 0, 1, 200)]
    [DataRow(0, 5, 2, 3, 200)]
    public void Items_share_memory_when_no_group_has_both(int first, int last, int otherFirst, int otherLast, int peak)
    {
        Assert.AreEqual(peak, BankPacker.Pack([Item(0, 100, first, last), Item(1, 100, otherFirst, otherLast)]));
    }

    [TestMethod]
    public void A_hole_of_exactly_the_size_is_taken()
    {
        MemoryItem[] items = [Item(0, 10, 0, 2), Item(1, 10, 0, 0), Item(2, 10, 0, 2), Item(3, 10, 2, 2)];
        Assert.AreEqual(30, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 0, 10, 20, 10 }, Addresses(items));
    }

    [TestMethod]
    public void Equal_items_are_placed_in_their_order_whatever_the_order_of_the_list()
    {
        MemoryItem[] items = [Item(2, 10, 0, 0), Item(0, 10, 0, 0), Item(1, 10, 0, 0)];
        Assert.AreEqual(30, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 20, 0, 10 }, Addresses(items));
    }

    [TestMethod]
    public void An_item_of_a_whole_bank_leaves_the_next_bank_to_the_others()
    {
        MemoryItem[] items = [Item(0, Bank, 0, 0), Item(1, 1, 0, 0)];
        Assert.AreEqual(Bank + 1, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 0, Bank }, Addresses(items));
    }

    [TestMethod]
    [DataRow(10, Bank - 10, Bank)]
    [DataRow(11, Bank, Bank + 11)]
    public void An_item_ends_with_its_bank_or_starts_in_the_next(int bytes, int address, int peak)
    {
        MemoryItem[] items = [Item(0, Bank - 10, 0, 0), Item(1, bytes, 0, 0)];
        Assert.AreEqual(peak, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 0, address }, Addresses(items));
    }

    [TestMethod]
    public void A_hole_that_a_bank_ends_in_counts_from_the_bank_end_on()
    {
        // Both long ones leave 20 bytes around the end of the first bank, 10 on each side.
        MemoryItem[] items = [Item(0, Bank - 10, 0, 2), Item(1, 10, 0, 0), Item(2, 10, 0, 0), Item(3, Bank - 10, 0, 2), Item(4, 12, 2, 2)];
        Assert.AreEqual((2 * Bank) + 12, BankPacker.Pack(items));
        AssertApart(items);
    }

    [TestMethod]
    public void The_search_ends_with_the_largest_group_where_an_order_finds_it()
    {
        // By size the long one lies above the two large ones; by length of life it lies below: both reach the bound.
        MemoryItem[] items = [Item(0, 60, 0, 0), Item(1, 40, 0, 1), Item(2, 60, 1, 1)];
        Assert.AreEqual(100, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 0, 60, 0 }, Addresses(items));
    }

    [TestMethod]
    public void Moving_the_highest_item_to_the_front_finds_what_no_fixed_order_does()
    {
        // Each of the three orders lays a small one between the large ones' ends: 70 bytes.
        MemoryItem[] items = [Item(0, 50, 0, 1), Item(1, 10, 1, 2), Item(2, 10, 2, 3), Item(3, 50, 3, 4)];
        Assert.AreEqual(60, BankPacker.Pack(items));
        AssertApart(items);
    }

    [TestMethod]
    public void Random_items_never_overlap_never_straddle_and_reach_the_peak_that_is_told()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int most = seed % 3 == 0 ? Bank : 4000;
            MemoryItem[] items = [.. Enumerable.Range(0, random.Next(1, 25)).Select(i =>
            {
                int first = random.Next(0, 6);
                return Item(i, random.Next(1, most + 1), first, first + random.Next(0, 4));
            })];
            int peak = BankPacker.Pack(items);
            AssertApart(items);
            Assert.AreEqual(items.Max(item => item.Address + item.Bytes), peak, $"seed {seed}");
            Assert.IsGreaterThanOrEqualTo(LowerBound(items), peak, $"seed {seed}");
        }
    }

    [TestMethod]
    public void What_shrinks_leaves_room_and_what_is_not_used_yet_does_so_too()
    {
        // 100 bytes of which the second group uses 20, the third none but the last 30.
        var shrinking = new MemoryItem(100, 0, 2, 0, _ => { }) { Parts = [(0, 100), (0, 20), (70, 100)] };
        MemoryItem[] items = [shrinking, Item(1, 80, 1, 1), Item(2, 70, 2, 2)];
        Assert.AreEqual(100, BankPacker.Pack(items));
        CollectionAssert.AreEqual(new[] { 0, 20, 0 }, Addresses(items));
    }

    private static MemoryItem Item(int order, int bytes, int first, int last) => new(bytes, first, last, order, _ => { });

    private static int[] Addresses(MemoryItem[] items) => Array.ConvertAll(items, item => item.Address);

    private static int LowerBound(MemoryItem[] items)
    {
        return Enumerable.Range(0, items.Max(item => item.LastGroup) + 1)
            .Max(group => items.Where(item => item.FirstGroup <= group && group <= item.LastGroup).Sum(item => item.Bytes));
    }

    private static void AssertApart(IReadOnlyList<MemoryItem> items)
    {
        foreach (MemoryItem item in items)
        {
            Assert.IsGreaterThanOrEqualTo(0, item.Address);
            Assert.AreEqual(item.Address / Bank, (item.Address + item.Bytes - 1) / Bank, $"{item} straddles two banks");
            foreach (MemoryItem other in items.Where(other => other.Order > item.Order && other.FirstGroup <= item.LastGroup && item.FirstGroup <= other.LastGroup))
            {
                Assert.IsTrue(item.Address + item.Bytes <= other.Address || other.Address + other.Bytes <= item.Address, $"{item} and {other} overlap");
            }
        }
    }
}
