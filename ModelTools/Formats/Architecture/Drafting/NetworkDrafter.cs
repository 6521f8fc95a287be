using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>
/// Finds out from names and shapes what an MBConv network is: the naming scheme says where each part would be, and for each block
/// the form (with or without expand and squeeze-excite) is the one whose weights are all there and fit each other.
/// </summary>
internal static class NetworkDrafter
{
    private static readonly (bool IsExpanding, bool HasSqueeze)[] s_forms = [(true, true), (true, false), (false, true), (false, false)];

    /// <summary>Reads names and shapes.</summary>
    /// <exception cref="EdgeException">The names follow no scheme, or parts that every network has are missing.</exception>
    public static NetworkDraft Draft(WeightStore weights)
    {
        INamingScheme scheme = NamingSchemes.Choose(null, weights.Names, weights.Path);
        int[] stem = Require(weights, scheme.Resolve([], false, weights.Names).Stem.Convolution);
        var forms = new List<BlockForm>();
        var blocks = new List<DraftedBlock>();
        int channels = stem[0];
        while (NextBlock(weights, scheme, forms, channels) is { } block)
        {
            blocks.Add(block);
            channels = block.Output;
        }

        bool hasHidden = HasHidden(weights, scheme, forms);
        WeightNames names = scheme.Resolve(forms, hasHidden, weights.Names);
        int[] classifier = Require(weights, names.Classifier);
        int[]? head = weights.ShapeOf($"{names.Head.Convolution}.weight");
        return new NetworkDraft(
            scheme.Name, stem[1], stem[^1], stem[0], blocks, head is { Length: 4 } ? head[0] : 0, hasHidden ? Require(weights, names.Hidden)[0] : 0, classifier[0]);
    }

    private static DraftedBlock? NextBlock(WeightStore weights, INamingScheme scheme, List<BlockForm> forms, int channels)
    {
        foreach ((bool isExpanding, bool hasSqueeze) in s_forms)
        {
            var form = new BlockForm(forms.Count, isExpanding, hasSqueeze);
            BlockNames names = scheme.Resolve([.. forms, form], false, weights.Names).Blocks[form.Index];
            if (Fit(weights, names, form, channels) is { } block)
            {
                forms.Add(form);
                return block;
            }
        }

        return null;
    }

    private static DraftedBlock? Fit(WeightStore weights, BlockNames names, BlockForm form, int channels)
    {
        int[]? depthwise = weights.ShapeOf($"{names.Depthwise.Convolution}.weight");
        int[]? project = weights.ShapeOf($"{names.Project.Convolution}.weight");
        if (depthwise is not [int expanded, 1, int kernel, _] || project is not [int output, int depth, 1, 1] || depth != expanded)
        {
            return null;
        }

        bool expands = form.IsExpanding
            ? weights.ShapeOf($"{names.Expand.Convolution}.weight") is [int wide, int narrow, 1, 1] && wide == expanded && narrow == channels
            : expanded == channels;
        int squeeze = 0;
        if (form.HasSqueeze)
        {
            squeeze = weights.ShapeOf($"{names.Squeeze.Reduce}.weight") is [int bottleneck, int from, ..] && from == expanded ? bottleneck : 0;
            expands &= squeeze > 0;
        }

        int lastDot = names.Prefix.LastIndexOf('.');
        return expands ? new DraftedBlock(kernel, expanded, output, squeeze, lastDot < 0 ? names.Prefix : names.Prefix[..lastDot]) : null;
    }

    private static bool HasHidden(WeightStore weights, INamingScheme scheme, List<BlockForm> forms)
    {
        WeightNames names = scheme.Resolve(forms, true, weights.Names);
        return weights.Has($"{names.Hidden}.weight") && weights.Has($"{names.Classifier}.weight")
            && (names.Hidden != names.Head.Convolution) && names.Hidden != names.Classifier;
    }

    private static int[] Require(WeightStore weights, string name)
    {
        return weights.ShapeOf($"{name}.weight") ?? throw new EdgeException(
            DiagnosticId.WeightMissing, weights.Path, $"tensor '{name}.weight' is missing, which every network of these names has", "write the architecture file by hand (docs/weights-import.md)");
    }
}
