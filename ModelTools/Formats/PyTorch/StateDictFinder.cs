using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>
/// Finds the state dict in what a file holds: the value itself, or the one dictionary of a checkpoint that has weights. Optimizers
/// keep tensors, too, but under names of their own; a dictionary is one of weights when a name ends in "weight" or "bias".
/// </summary>
internal static class StateDictFinder
{
    private const int MaxDepth = 4;

    /// <summary>Tensors of the state dict, in order.</summary>
    /// <param name="path">File, for messages.</param>
    /// <param name="root">What was pickled.</param>
    /// <param name="key">Which one of several, keys separated by dots, or null.</param>
    /// <exception cref="EdgeException">There is none, there are several, or none of that key.</exception>
    public static List<StateDictEntry> Find(string path, object? root, string? key)
    {
        var found = new Dictionary<string, PickleDictionary>();
        Search(root, string.Empty, 0, new HashSet<object>(ReferenceEqualityComparer.Instance), found);
        if (found.Count == 0)
        {
            throw new EdgeException(
                DiagnosticId.PyTorchNoStateDict,
                path,
                "no dictionary of named weights is in it",
                "save the weights with torch.save(model.state_dict(), \"weights.pth\") (docs/weights-import.md)");
        }

        string names = string.Join(", ", found.Keys.Select(name => name.Length == 0 ? "(the whole file)" : name));
        if (key is not null)
        {
            return found.TryGetValue(key, out PickleDictionary? chosen)
                ? Entries(chosen)
                : throw new EdgeException(DiagnosticId.BadOption, "--state-dict", $"{path} has no state dict '{key}'", $"use one of: {names}");
        }

        return found.TryGetValue(string.Empty, out PickleDictionary? whole) || found.Count == 1
            ? Entries(whole ?? found.Values.First())
            : throw new EdgeException(
                DiagnosticId.PyTorchSeveralStateDicts, path, $"{found.Count} state dicts are in it: {names}", $"choose one with --state-dict, for example --state-dict {found.Keys.First()}");
    }

    private static void Search(object? value, string key, int depth, HashSet<object> seen, Dictionary<string, PickleDictionary> found)
    {
        if (value is not PickleDictionary dictionary || depth > MaxDepth || !seen.Add(dictionary))
        {
            return;
        }

        if (dictionary.Entries.Exists(entry => entry is { Key: string name, Value: TorchTensor } && (name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("bias", StringComparison.Ordinal))))
        {
            found[key] = dictionary;
            return;
        }

        foreach (KeyValuePair<object?, object?> entry in dictionary.Entries)
        {
            if (entry.Key is string name)
            {
                Search(entry.Value, key.Length == 0 ? name : $"{key}.{name}", depth + 1, seen, found);
            }
        }
    }

    private static List<StateDictEntry> Entries(PickleDictionary dictionary)
    {
        var entries = new Dictionary<string, StateDictEntry>();
        foreach (KeyValuePair<object?, object?> entry in dictionary.Entries)
        {
            if (entry is { Key: string name, Value: TorchTensor tensor })
            {
                entries[name] = new StateDictEntry(name, tensor);
            }
        }

        return [.. entries.Values];
    }
}
