using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Edge.Tests.Desktop.Projects;

/// <summary>nf-tools.json as text, read without ModelTools so that the test does not share its mistakes.</summary>
internal sealed class NfTools
{
    private NfTools(JsonElement root)
    {
        Root = root;
    }

    /// <summary>The whole document.</summary>
    public JsonElement Root { get; }

    /// <summary>Tool to version.</summary>
    public IReadOnlyDictionary<string, string> Tools => Strings("tools");

    /// <summary>Package id to version.</summary>
    public IReadOnlyDictionary<string, string> Packages => Strings("packages");

    /// <summary>Board entries.</summary>
    public IReadOnlyList<JsonElement> Boards => [.. Root.GetProperty("boards").EnumerateArray()];

    /// <summary>Reads the file.</summary>
    public static NfTools Load()
    {
        return new NfTools(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("nf-tools.json"))).RootElement);
    }

    private Dictionary<string, string> Strings(string key)
    {
        return Root.GetProperty(key).EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!);
    }
}
