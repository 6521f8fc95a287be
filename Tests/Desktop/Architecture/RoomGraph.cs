using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Edge.Tests.Desktop.Architecture;

/// <summary>
/// Which room (folder) uses which, from what the compiler makes of every name: a type that is only inferred counts, an
/// unused using directive and a comment do not.
/// </summary>
internal sealed class RoomGraph
{
    // Sources stand for these assemblies; only the code that a build generates is taken from `edge`.
    private const string OwnAssemblies = "Edge.";

    // The one that sees the internals of `edge`.
    private const string CompilationName = "Edge.Tests.Desktop";

    private RoomGraph(IReadOnlyList<RoomUse> uses, IReadOnlyList<string> unresolved)
    {
        Uses = uses;
        Unresolved = unresolved;
    }

    /// <summary>The first use of each type in each file, where it is another room's.</summary>
    public IReadOnlyList<RoomUse> Uses { get; }

    /// <summary>Names that mean nothing to the compiler: what they would have led to is not in <see cref="Uses"/>.</summary>
    public IReadOnlyList<string> Unresolved { get; }

    /// <summary>Binds sources and collects their uses.</summary>
    /// <param name="sources">Text of each file by its path, relative and with / between folders.</param>
    public static RoomGraph Of(IEnumerable<KeyValuePair<string, string>> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.None);
        List<SyntaxTree> trees = [.. sources.AsParallel().AsOrdered().Select(source => CSharpSyntaxTree.ParseText(source.Value, options, source.Key))];
        var compilation = CSharpCompilation.Create(CompilationName, trees, References());
        var found = trees.AsParallel().AsOrdered().Select(tree => Collect(compilation.GetSemanticModel(tree))).ToList();
        return new RoomGraph([.. found.SelectMany(file => file.Uses)], [.. found.SelectMany(file => file.Unresolved)]);
    }

    /// <summary>The folder of a path.</summary>
    public static string RoomOf(string path) => path[..path.LastIndexOf('/')];

    private static IEnumerable<MetadataReference> References()
    {
        string all = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return all.Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith(OwnAssemblies, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private static (List<RoomUse> Uses, List<string> Unresolved) Collect(SemanticModel model)
    {
        string file = model.SyntaxTree.FilePath;
        string room = RoomOf(file);
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var uses = new List<RoomUse>();
        var unresolved = new List<string>();
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax))
        {
            SymbolInfo info = model.GetSymbolInfo(node);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            int line = model.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
            if (symbol is null && node is SimpleNameSyntax name && !IsWord(name))
            {
                unresolved.Add($"{file}({line}): {name}");
            }

            foreach (INamedTypeSymbol type in TypesOf(symbol).Where(seen.Add))
            {
                string? home = type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
                if (home is not null && RoomOf(home) != room)
                {
                    uses.Add(new RoomUse(room, RoomOf(home), file, line, type.Name));
                }
            }
        }

        return (uses, unresolved);
    }

    /// <summary>What is written like a name and is none: words of the language, discards, the name that an alias gets.</summary>
    private static bool IsWord(SimpleNameSyntax name)
    {
        return name.Parent is NameEqualsSyntax { Parent: UsingDirectiveSyntax } || name.Identifier.ValueText is "nameof" or "field" or "_" or "var" or "notnull" or "unmanaged";
    }

    /// <summary>The named types that a symbol speaks of: itself or the one it belongs to, and what is inside its brackets.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesOf(ISymbol? symbol) => symbol switch
    {
        IAliasSymbol alias => TypesOf(alias.Target),
        IArrayTypeSymbol array => TypesOf(array.ElementType),
        INamedTypeSymbol type => type.TypeArguments.SelectMany(TypesOf).Prepend(type.OriginalDefinition),
        ILocalSymbol or IParameterSymbol or INamespaceSymbol or null => [],
        _ => TypesOf(symbol.ContainingType),
    };
}
