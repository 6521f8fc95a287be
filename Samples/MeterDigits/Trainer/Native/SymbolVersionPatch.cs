using System;
using System.Buffers.Binary;
using System.Text;

namespace Edge.MeterDigits.Trainer.Native;

/// <summary>
/// Drops a symbol version that a shared library needs for one function only: calls of that function become calls of
/// another imported function without arguments. ELF64, little-endian; structures after the System V ABI and the
/// Linux Standard Base, chapter "Symbol Versioning".
/// <para>
/// Needed as long as TorchSharp is 0.107.0, the newest version when this was written: its library asks for GCC 13's libstdc++, which
/// Debian 12 and Ubuntu 22.04 do not have. Where it loads as it is, nothing is changed; delete this file with the next
/// version whose library asks for GLIBCXX_3.4.30 or older.
/// </para>
/// </summary>
internal static class SymbolVersionPatch
{
    private const uint DynamicSymbols = 11;           // SHT_DYNSYM
    private const uint VersionNeeds = 0x6FFFFFFE;     // SHT_GNU_verneed
    private const uint VersionOfSymbols = 0x6FFFFFFF; // SHT_GNU_versym
    private const int SymbolSize = 24;

    /// <summary>Changes the library in memory.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="version">Version that the system's library lacks.</param>
    /// <param name="symbol">The only symbol that needs it.</param>
    /// <param name="substitute">Imported function, harmless to call, that is called instead.</param>
    /// <returns>False, and nothing changed, when the library isn't of this kind.</returns>
    public static bool Apply(byte[] image, string version, string symbol, string substitute)
    {
        if (image.Length < 64 || Word(image, 0) != 0x464C457F || image[4] != 2 || image[5] != 1)
        {
            return false;
        }
        int symbols = Section(image, DynamicSymbols);
        int needs = Section(image, VersionNeeds);
        int versions = Section(image, VersionOfSymbols);
        if (symbols < 0 || needs < 0 || versions < 0)
        {
            return false;
        }
        int strings = Offset(image, SectionHeader(image, (int)Word(image, symbols + 40)));
        int symbolTable = Offset(image, symbols);
        int symbolCount = (int)Long(image, symbols + 32) / SymbolSize;
        int versionTable = Offset(image, versions);

        int auxiliary = FindVersion(image, Offset(image, needs), strings, version, out int replacement);
        if (auxiliary < 0 || replacement < 0)
        {
            return false;
        }
        ushort index = Short(image, auxiliary + 6);
        int needing = -1;
        int substituteAt = -1;
        for (int i = 0; i < symbolCount; i++)
        {
            string name = Name(image, strings + (int)Word(image, symbolTable + i * SymbolSize));
            if (name == substitute)
            {
                substituteAt = i;
            }
            if ((Short(image, versionTable + 2 * i) & 0x7FFF) == index)
            {
                if (name != symbol)
                {
                    return false;
                }
                needing = i;
            }
        }
        if (needing < 0 || substituteAt < 0)
        {
            return false;
        }

        // The symbol takes the substitute's name and version; the version entry becomes a copy of its neighbour.
        image.AsSpan(symbolTable + substituteAt * SymbolSize, 4).CopyTo(image.AsSpan(symbolTable + needing * SymbolSize));
        image.AsSpan(versionTable + 2 * substituteAt, 2).CopyTo(image.AsSpan(versionTable + 2 * needing));
        image.AsSpan(replacement, 4).CopyTo(image.AsSpan(auxiliary));         // vna_hash
        image.AsSpan(replacement + 8, 4).CopyTo(image.AsSpan(auxiliary + 8)); // vna_name
        return true;
    }

    // Offset of the version's entry, and of another entry of the same library.
    private static int FindVersion(byte[] image, int need, int strings, string version, out int other)
    {
        while (true)
        {
            int count = Short(image, need + 2);
            int entry = need + (int)Word(image, need + 8);
            int found = -1;
            other = -1;
            for (int i = 0; i < count; i++)
            {
                if (Name(image, strings + (int)Word(image, entry + 8)) == version)
                {
                    found = entry;
                }
                else
                {
                    other = entry;
                }
                entry += (int)Word(image, entry + 12);
            }
            int next = (int)Word(image, need + 12);
            if (found >= 0 || next == 0)
            {
                return found;
            }
            need += next;
        }
    }

    // Offset of the header of the first section of this type, or -1.
    private static int Section(byte[] image, uint type)
    {
        int count = Short(image, 60);
        for (int i = 0; i < count; i++)
        {
            int header = SectionHeader(image, i);
            if (Word(image, header + 4) == type)
            {
                return header;
            }
        }
        return -1;
    }

    private static int SectionHeader(byte[] image, int index) => (int)Long(image, 40) + index * Short(image, 58);

    private static int Offset(byte[] image, int sectionHeader) => (int)Long(image, sectionHeader + 24);

    private static string Name(byte[] image, int offset)
    {
        int end = Array.IndexOf(image, (byte)0, offset);
        return Encoding.ASCII.GetString(image, offset, end - offset);
    }

    private static ushort Short(byte[] image, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(offset));

    private static uint Word(byte[] image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(offset));

    private static long Long(byte[] image, int offset) => BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(offset));
}
