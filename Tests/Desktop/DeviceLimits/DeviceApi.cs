using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>
/// The public types and members of nanoFramework assemblies, from device-api.txt: a line with the assembly in brackets,
/// then a line per type with its base, then its fields and methods, each with two spaces before it.
/// </summary>
internal sealed class DeviceApi
{
    private const string ObjectType = "System.Object";

    private readonly Dictionary<string, string> _baseOfType = [];
    private readonly HashSet<string> _members = [];

    private DeviceApi()
    {
    }

    /// <summary>Reads what some assemblies offer.</summary>
    /// <param name="path">Path of the list.</param>
    /// <param name="assemblies">Names of the nanoFramework assemblies that a project refers to.</param>
    public static DeviceApi Load(string path, IEnumerable<string> assemblies)
    {
        var api = new DeviceApi();
        HashSet<string> wanted = [.. assemblies];
        bool isWanted = false;
        string type = "";
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                isWanted = wanted.Contains(line[1..^1]);
            }
            else if (isWanted && line[0] == ' ')
            {
                api._members.Add(type + "::" + line[2..]);
            }
            else if (isWanted)
            {
                string[] parts = line.Split(" : ");
                type = parts[0];
                api._baseOfType[type] = parts.Length > 1 ? parts[1] : ObjectType;
            }
        }

        return api;
    }

    /// <summary>Whether the type exists on the device.</summary>
    /// <param name="fullName">Namespace, name, / before the name of a nested type.</param>
    public bool HasType(string fullName)
    {
        return _baseOfType.ContainsKey(fullName);
    }

    /// <summary>Whether the type or one of its bases has the member.</summary>
    /// <param name="type">Full name of the type that the reference names.</param>
    /// <param name="member">"[static ]ReturnType Name(Types)" of a method, "Type Name" of a field.</param>
    public bool HasMember(string type, string member)
    {
        while (_baseOfType.TryGetValue(type, out string? baseType))
        {
            if (_members.Contains(type + "::" + member))
            {
                return true;
            }

            if (type == ObjectType)
            {
                return false;
            }

            // A constructor is never inherited.
            if (member.Contains(" .ctor(", StringComparison.Ordinal))
            {
                return false;
            }

            type = baseType;
        }

        return false;
    }
}
