using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>device-api.txt: how it comes from the full list, and what its reader makes of it.</summary>
[TestClass]
public sealed class DeviceApiTests
{
    private const string ListPath = "Tests/Desktop/DeviceLimits/device-api.txt";

    private static readonly string[] s_header =
    [
        "# What nanoFramework assemblies offer, for DeviceLimitChecker: [assembly], type : base, then its fields and methods.",
        "# Public API of the packages in mid-2026: CoreLibrary 1.17, System.Math 1.5, Hardware.Esp32 1.6, TestFramework 3.0,",
        "# Runtime.Native 1.7, ResourceManager 1.2, System.Device.I2c 1.1. Constants (the compiler inlines them), asynchronous",
        "# delegate calls (not implemented) and the touch pad and pulse counter classes are left out.",
        "# Made by DeviceApiTests from facts/nanoframework-api.txt of the shared folder. Do not edit.",
    ];

    /// <summary>Full path of the list.</summary>
    public static string FilePath => Repository.PathOf(ListPath);

    [TestMethod]
    [TestCategory("Shared")]
    public void List_is_the_needed_part_of_the_published_one()
    {
        string[] needed = [.. s_header, .. NeededLines(File.ReadLines(SharedFolder.Require("facts/nanoframework-api.txt")))];
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            File.WriteAllText(FilePath, string.Join('\n', needed) + "\n");
        }

        CollectionAssert.AreEqual(needed, File.ReadAllLines(FilePath), "EDGE_SYNC=1 writes the list anew");
    }

    [TestMethod]
    public void Members_are_found_by_type_name_and_signature()
    {
        var api = DeviceApi.Load(FilePath, ["mscorlib"]);
        Assert.IsTrue(api.HasMember("System.Array", "static System.Void Copy(System.Array,System.Array,System.Int32)"));
        Assert.IsFalse(api.HasMember("System.Array", "System.Void Copy(System.Array,System.Array,System.Int32)"), "it is static");
        Assert.IsFalse(api.HasMember("System.Array", "static System.Void Copy(System.Array,System.Array,System.Int64)"), "no such overload");
        Assert.IsTrue(api.HasMember("System.String", "System.String Empty"));
        Assert.IsTrue(api.HasMember("System.BitConverter", "static System.Int32 ToInt32(System.Byte[],System.Int32)"));
    }

    [TestMethod]
    public void Members_of_a_base_are_found_and_constructors_are_not()
    {
        var api = DeviceApi.Load(FilePath, ["mscorlib"]);
        Assert.IsTrue(api.HasMember("System.IO.IOException", "System.String get_Message()"));
        Assert.IsTrue(api.HasMember("System.IO.IOException", "System.Type GetType()"));
        Assert.IsTrue(api.HasMember("System.MulticastDelegate", "System.Boolean Equals(System.Object)"));
        Assert.IsTrue(api.HasMember("System.MulticastDelegate", "System.Void .ctor()"));
        Assert.IsFalse(api.HasMember("System.Action", "System.Void .ctor()"));
    }

    [TestMethod]
    public void Only_the_referenced_assemblies_count()
    {
        Assert.IsFalse(DeviceApi.Load(FilePath, ["mscorlib"]).HasType("System.Math"));
        Assert.IsTrue(DeviceApi.Load(FilePath, ["mscorlib", "System.Math"]).HasType("System.Math"));
    }

    private static IEnumerable<string> NeededLines(IEnumerable<string> published)
    {
        bool isTypeNeeded = false;
        foreach (string line in published.Skip(2).Where(line => line.Length > 0))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                yield return $"[{line[2..]}]";
            }
            else if (line.StartsWith("T ", StringComparison.Ordinal))
            {
                isTypeNeeded = !line.Contains(".Touch.", StringComparison.Ordinal) && !line.Contains(".GpioPulse", StringComparison.Ordinal);
                if (isTypeNeeded)
                {
                    yield return line[2..];
                }
            }
            else if (isTypeNeeded && !line.Contains(" = ", StringComparison.Ordinal) && !line.Contains(" EndInvoke(", StringComparison.Ordinal) && !line.Contains(" BeginInvoke(", StringComparison.Ordinal))
            {
                yield return "  " + line[4..].Replace(" [native]", "", StringComparison.Ordinal);
            }
        }
    }
}
