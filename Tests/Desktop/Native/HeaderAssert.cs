using System;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>Compares the enumerators of a C header with the constants of a C# class.</summary>
internal static class HeaderAssert
{
    /// <summary>Every constant has an enumerator of its name and value, and every enumerator a constant.</summary>
    public static void Matches(string header, string prefix, Type type, Func<string, bool> isShared)
    {
        var expected = Regex.Matches(header, $@"^    {prefix}(\w+) = (\d+)", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value.Replace("_", "", StringComparison.Ordinal), match => match.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
        FieldInfo[] constants = [.. type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => field.IsLiteral && isShared(field.Name))];
        foreach (FieldInfo constant in constants.Where(field => !(prefix == "EDGE_RECORD_" && field.Name == "Version")))
        {
            Assert.IsTrue(expected.Remove(constant.Name, out string? value), $"the header has no {prefix}{constant.Name}");
            Assert.AreEqual(value, constant.GetRawConstantValue()!.ToString(), constant.Name);
        }

        Assert.IsEmpty(expected, $"{type.Name} lacks {string.Join(", ", expected.Keys)}");
        if (prefix == "EDGE_RECORD_")
        {
            StringAssert.Contains(header, $"#define EDGE_RECORD_VERSION {type.GetField("Version")!.GetRawConstantValue()}\n");
        }
    }
}
