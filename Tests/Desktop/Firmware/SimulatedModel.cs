using System;
using System.Linq;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A model of 120 bytes whose first byte says how it behaves; bytes 1 to 4 are its version.</summary>
internal static class SimulatedModel
{
    public const byte Good = 1;
    public const byte RefusedByLoader = 2;
    public const byte FailsSelfTest = 3;
    public const byte HangsInLoad = 4;
    public const byte HangsInFirstRun = 5;
    public const byte FailsLater = 6;
    public const byte NoMemory = 7;

    /// <summary>What the loader asks for; the rest is hashed all the same.</summary>
    public const int BytesRead = 100;

    public static readonly byte[] Kinds = [Good, RefusedByLoader, FailsSelfTest, HangsInLoad, HangsInFirstRun, FailsLater, NoMemory];

    public static byte[] Make(byte kind, int version)
    {
        byte[] model = [.. Enumerable.Repeat((byte)0x5A, 120)];
        model[0] = kind;
        BitConverter.GetBytes(version).CopyTo(model, 1);
        return model;
    }

    public static int VersionOf(byte[] model) => BitConverter.ToInt32(model, 1);
}
