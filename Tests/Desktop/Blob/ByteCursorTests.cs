using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Numbers and strings of a section, held whole and read in pieces of every size.</summary>
[TestClass]
public sealed class ByteCursorTests
{
    private const int Origin = 1000;

    [TestMethod]
    [DataRow(0, new byte[] { 0 })]
    [DataRow(127, new byte[] { 0x7F })]
    [DataRow(128, new byte[] { 0x80, 0x01 })]
    [DataRow(16383, new byte[] { 0xFF, 0x7F })]
    [DataRow(16384, new byte[] { 0x80, 0x80, 0x01 })]
    [DataRow(2097152, new byte[] { 0x80, 0x80, 0x80, 0x01 })]
    [DataRow(268435456, new byte[] { 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [DataRow(int.MaxValue, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    public void Unsigned_numbers_take_seven_bits_a_byte(int value, byte[] bytes)
    {
        foreach (ByteCursor cursor in Cursors([.. bytes, 42]))
        {
            Assert.AreEqual(value, cursor.ReadUnsigned());
            Assert.AreEqual(bytes.Length, cursor.Position);
            Assert.AreEqual(Origin + bytes.Length, cursor.Offset);
            Assert.AreEqual(42, cursor.ReadUnsigned());
        }
    }

    [TestMethod]
    [DataRow(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x08 })]
    [DataRow(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80 })]
    [DataRow(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void Numbers_of_two_to_the_31_and_above_are_refused(byte[] bytes)
    {
        foreach (ByteCursor cursor in Cursors(bytes))
        {
            AssertFails(ModelError.BadValue, Origin + 5, () => cursor.ReadUnsigned());
        }
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, -1)]
    [DataRow(2, 1)]
    [DataRow(126, 63)]
    [DataRow(127, -64)]
    [DataRow(int.MaxValue - 1, 1073741823)]
    [DataRow(int.MaxValue, -1073741824)]
    public void Signed_numbers_zigzag(int written, int value)
    {
        foreach (ByteCursor cursor in Cursors(Encoded(written)))
        {
            Assert.AreEqual(value, cursor.ReadSigned());
        }
    }

    [TestMethod]
    [DataRow(4, false)]
    [DataRow(5, true)]
    [DataRow(127, true)]
    [DataRow(128, true)]
    [DataRow(300, true)]
    [DataRow(301, false)]
    public void A_range_holds_both_its_ends(int value, bool isInside)
    {
        foreach (ByteCursor cursor in Cursors(Encoded(value)))
        {
            if (isInside)
            {
                Assert.AreEqual(value, cursor.ReadRange(5, 300));
            }
            else
            {
                AssertFails(ModelError.BadValue, Origin + Encoded(value).Length, () => cursor.ReadRange(5, 300));
            }
        }
    }

    [TestMethod]
    [DataRow(-4, false)]
    [DataRow(-3, true)]
    [DataRow(2, true)]
    [DataRow(3, false)]
    public void A_signed_range_holds_both_its_ends(int value, bool isInside)
    {
        foreach (ByteCursor cursor in Cursors(Encoded(value < 0 ? (-2 * value) - 1 : 2 * value)))
        {
            if (isInside)
            {
                Assert.AreEqual(value, cursor.ReadSignedRange(-3, 2));
            }
            else
            {
                AssertFails(ModelError.BadValue, Origin + 1, () => cursor.ReadSignedRange(-3, 2));
            }
        }
    }

    [TestMethod]
    public void Four_bytes_are_little_endian_and_keep_their_sign()
    {
        foreach (ByteCursor cursor in Cursors([0x04, 0x03, 0x02, 0x81]))
        {
            Assert.AreEqual(unchecked((int)0x81020304), cursor.ReadInt32());
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("ab")]
    [DataRow("Grün é 漢")]
    public void Strings_are_UTF_8(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        foreach (ByteCursor cursor in Cursors([.. Encoded(utf8.Length), .. utf8, 7]))
        {
            Assert.AreEqual(text, cursor.ReadString());
            Assert.AreEqual(7, cursor.ReadUnsigned());
        }
    }

    [TestMethod]
    public void Characters_beyond_16_bits_become_question_marks()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes("a😀b");
        foreach (ByteCursor cursor in Cursors([.. Encoded(utf8.Length), .. utf8]))
        {
            Assert.AreEqual("a?b", cursor.ReadString());
        }
    }

    [TestMethod]
    public void A_character_that_its_string_cuts_ends_with_it()
    {
        foreach (ByteCursor cursor in Cursors([3, (byte)'a', 0xE3, 0x81, 0x82]))
        {
            Assert.AreEqual(2, cursor.ReadString().Length);
            Assert.AreEqual(4, cursor.Position);
        }
    }

    [TestMethod]
    [DataRow(new byte[] { 0x1F }, false)]
    [DataRow(new byte[] { 0x20 }, true)]
    [DataRow(new byte[] { 0x7E }, true)]
    [DataRow(new byte[] { 0x7F }, false)]
    [DataRow(new byte[] { 0xC2, 0x9F }, false)]
    [DataRow(new byte[] { 0xC2, 0xA0 }, true)]
    public void Control_characters_are_refused(byte[] utf8, bool isPrinted)
    {
        foreach (ByteCursor cursor in Cursors([.. Encoded(utf8.Length), .. utf8]))
        {
            if (isPrinted)
            {
                Assert.AreEqual(Encoding.UTF8.GetString(utf8), cursor.ReadString());
            }
            else
            {
                AssertFails(ModelError.BadValue, Origin + 1 + utf8.Length, () => cursor.ReadString());
            }
        }
    }

    [TestMethod]
    [DataRow(1024, ModelError.Truncated, 2)]
    [DataRow(1025, ModelError.BadValue, 2)]
    [DataRow(3, ModelError.Truncated, 1)]
    public void Strings_end_with_their_section_and_have_a_limit(int length, object error, int offset)
    {
        foreach (ByteCursor cursor in Cursors([.. Encoded(length), 1, 1]))
        {
            AssertFails((ModelError)error, Origin + offset, () => cursor.ReadString());
        }
    }

    [TestMethod]
    public void Reading_past_the_end_says_where()
    {
        foreach (ByteCursor cursor in Cursors([0x80]))
        {
            AssertFails(ModelError.Truncated, Origin + 1, () => cursor.ReadUnsigned());
        }

        foreach (ByteCursor cursor in Cursors([1, 2, 3]))
        {
            AssertFails(ModelError.Truncated, Origin + 3, () => cursor.ReadInt32());
        }

        foreach (ByteCursor cursor in Cursors([]))
        {
            AssertFails(ModelError.Truncated, Origin, () => cursor.ReadRange(0, 10));
        }
    }

    [TestMethod]
    public void A_section_ends_before_the_bytes_behind_it()
    {
        var cursor = new ByteCursor([1, 2, 3], 2, Origin);
        Assert.AreEqual(2, cursor.Length);
        cursor.ReadUnsigned();
        cursor.ReadUnsigned();
        AssertFails(ModelError.Truncated, Origin + 2, () => cursor.ReadUnsigned());

        cursor = new ByteCursor(new MemoryWeightSource([9, 1, 2, 3]), 2, 1, new byte[8]);
        cursor.ReadUnsigned();
        cursor.ReadUnsigned();
        AssertFails(ModelError.Truncated, 3, () => cursor.ReadUnsigned());
    }

    [TestMethod]
    public void A_source_that_gives_less_is_truncated()
    {
        var cursor = new ByteCursor(new MemoryWeightSource([1, 2]), 4, 0, new byte[3]);
        AssertFails(ModelError.Truncated, 0, () => cursor.ReadUnsigned());
    }

    [TestMethod]
    public void Moving_goes_back_and_forth_inside_a_piece_and_across_pieces()
    {
        byte[] section = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        foreach (ByteCursor cursor in Cursors(section))
        {
            foreach (int position in new[] { 50, 3, 0, 99, 98, 40, 41, 12 })
            {
                cursor.MoveTo(position);
                Assert.AreEqual(position, cursor.Position);
                Assert.AreEqual(position, cursor.ReadUnsigned());
            }

            cursor.MoveTo(100);
            AssertFails(ModelError.Truncated, Origin + 100, () => cursor.ReadUnsigned());
        }
    }

    /// <summary>The section held whole, and read from a source in pieces of one byte and up.</summary>
    private static IEnumerable<ByteCursor> Cursors(byte[] section)
    {
        yield return new ByteCursor(section, section.Length, Origin);
        foreach (int piece in new[] { 1, 2, 3, 4, 5, 7, 64 })
        {
            yield return new ByteCursor(new MemoryWeightSource([.. new byte[Origin], .. section]), section.Length, Origin, new byte[piece]);
        }
    }

    private static byte[] Encoded(int value)
    {
        var bytes = new List<byte>();
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            bytes.Add((byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80));
            if (rest < 0x80)
            {
                return [.. bytes];
            }
        }
    }

    private static void AssertFails(ModelError error, int offset, Action read)
    {
        ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(read);
        Assert.AreEqual(error, exception.Error);
        Assert.AreEqual(offset, exception.Offset);
    }
}
