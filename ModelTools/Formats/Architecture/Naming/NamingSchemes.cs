using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>The naming schemes Edge knows.</summary>
internal static class NamingSchemes
{
    private static readonly INamingScheme[] s_schemes =
    [
        new TorchvisionMobileNetV3Names(),
        new TorchvisionMobileNetV2Names(),
        new TorchvisionEfficientNetNames(),
        new TorchvisionMnasNetNames(),
        new TimmNames(),
        new PlainNames(),
    ];

    /// <summary>Names of the schemes, as <c>arch.json</c> spells them.</summary>
    public static string[] Names { get; } = [.. s_schemes.Select(scheme => scheme.Name)];

    /// <summary>Whether a scheme matches a file's names.</summary>
    public static bool HasScheme(IReadOnlySet<string> names) => s_schemes.Any(scheme => scheme.Matches(names));

    /// <summary>The scheme of a file's names.</summary>
    /// <param name="stated">What <c>arch.json</c> says, or null.</param>
    /// <param name="names">All names, prefixes taken off.</param>
    /// <param name="path">Weights file, for messages.</param>
    /// <exception cref="EdgeException">No scheme matches, or another one than stated.</exception>
    public static INamingScheme Choose(string? stated, IReadOnlySet<string> names, string path)
    {
        INamingScheme? found = s_schemes.FirstOrDefault(scheme => scheme.Matches(names));
        if (stated is null)
        {
            return found ?? throw new EdgeException(
                DiagnosticId.NamingUnknown,
                path,
                $"the weights' names follow none of {string.Join(", ", Names)} (the first is '{names.Order().FirstOrDefault()}')",
                "rename them; docs/weights-import.md lists the names");
        }

        // With no match at all the weights are probably just incomplete: the scheme stated says which are missing.
        return found is null || found.Name == stated
            ? s_schemes.First(scheme => scheme.Name == stated)
            : throw new EdgeException(
                DiagnosticId.NamingUnknown,
                path,
                $"the weights' names are those of {found.Name}, but the architecture file says {stated}",
                "correct the field naming, or leave it out");
    }
}
