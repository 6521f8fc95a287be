using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Writes the kernel set of one model: code with constant weights for the convolutions where it saves most.</summary>
internal static class Specializer
{
    /// <summary>Most bytes of IL; the table of an assembly ends at 65,535.</summary>
    public const int MostIlBytes = 60000;

    /// <summary>Name of the class and its file.</summary>
    public const string ClassName = "SpecializedKernels";

    private const int MostMethodBytes = 30000; // a loop's branch has 16 bits
    private const int ClassBytes = 200; // dispatch

    /// <summary>Makes the source: the operators with most multiply-accumulates for each byte of IL, while they fit one assembly.</summary>
    /// <param name="name">Name of the blob, for messages.</param>
    /// <param name="blob">The blob.</param>
    /// <exception cref="EdgeException">No convolution can be taken.</exception>
    public static SpecializedSource Specialize(string name, byte[] blob)
    {
        var recorder = new OperatorRecorder();
        ModelRunner.RunZero(BlobFile.Load(name, blob, recorder));
        return Specialize(name, recorder.Operators);
    }

    /// <summary>Makes the source of some convolutions.</summary>
    /// <param name="name">Name of the blob, for messages.</param>
    /// <param name="operators">What a recorder saw.</param>
    /// <exception cref="EdgeException">None can be taken.</exception>
    public static SpecializedSource Specialize(string name, IReadOnlyCollection<ConstantOperator> operators)
    {
        var candidates = operators.Select(each => (Operator: each, Blocks: BlockWriter.WriteAll(each))).ToList();
        int needed = ClassBytes + candidates.Sum(each => Bytes(each.Blocks));
        int used = ClassBytes;
        var taken = new List<(ConstantOperator Operator, BlockWriter[] Blocks)>();
        foreach ((ConstantOperator Operator, BlockWriter[] Blocks) each in candidates.OrderByDescending(each => (double)each.Operator.Macs / Bytes(each.Blocks)))
        {
            if (used + Bytes(each.Blocks) <= MostIlBytes && each.Blocks.All(block => block.IlBytes <= MostMethodBytes))
            {
                used += Bytes(each.Blocks);
                taken.Add(each);
            }
        }

        if (taken.Count == 0)
        {
            string reason = candidates.Count == 0
                ? $"no convolution has resident weights, at most {ConstantKernels.MostTaps} taps and sums that fit lanes"
                : $"its smallest convolution takes {candidates.Min(each => Bytes(each.Blocks))} bytes of IL, an assembly holds {MostIlBytes}; all take {needed}";
            throw new EdgeException(DiagnosticId.PackNothingToSpecialize, name, reason, "leave out --specialize, convert with a larger --sram, or use a narrower network");
        }

        taken.Sort((a, b) => a.Operator.Id.CompareTo(b.Operator.Id));
        PackedFile[] files = [.. taken.Select(each => File($"Operator{each.Operator.Id}", OperatorClass(each.Operator, each.Blocks))), File(ClassName, KernelsClass(name, taken))];
        return new SpecializedSource(
            files,
            [.. taken.Select(each => each.Operator.Id)],
            candidates.Count,
            taken.Sum(each => each.Operator.Macs),
            candidates.Sum(each => each.Operator.Macs),
            used,
            needed);
    }

    private static int Bytes(BlockWriter[] blocks)
    {
        return blocks.Sum(block => block.IlBytes + 24) + 32;
    }

    private static string OperatorClass(ConstantOperator source, BlockWriter[] blocks)
    {
        return $"    // {source.Channels} channels of {source.Taps} taps; layouts: ConstantKernels.Sum.\n"
            + $"    internal static class Operator{source.Id}\n    {{\n" + string.Join('\n', blocks.Select(block => block.Text)) + "    }\n";
    }

    private static string KernelsClass(string name, List<(ConstantOperator Operator, BlockWriter[] Blocks)> taken)
    {
        var text = new StringBuilder();
        text.Append($"    /// <summary>Kernels of {string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'))}.</summary>\n");
        text.Append($"    public sealed class {ClassName} : ConstantKernels\n    {{\n");
        text.Append($"        public {ClassName}()\n            : base({taken[^1].Operator.Id + 1})\n        {{\n        }}\n\n");
        text.Append("        protected override int Expected(int operatorId)\n        {\n            switch (operatorId)\n            {\n");
        foreach ((ConstantOperator source, BlockWriter[] _) in taken)
        {
            text.Append($"                case {source.Id}:\n                    return {source.Fingerprint};\n");
        }

        text.Append("                default:\n                    return 0;\n            }\n        }\n\n");
        text.Append($"        protected override void {BlockWriter.Dispatch}(int operatorId, int block, {BlockWriter.Parameters})\n        {{\n");
        text.Append("            switch (operatorId)\n            {\n");
        foreach ((ConstantOperator source, BlockWriter[] blocks) in taken)
        {
            text.Append($"                case {source.Id}:\n                    switch (block)\n                    {{\n");
            for (int i = 0; i < blocks.Length; i++)
            {
                text.Append($"                        case {i}:\n                            Operator{source.Id}.Block{i}({BlockWriter.Arguments});\n                            break;\n");
            }

            text.Append("                    }\n\n                    break;\n");
        }

        text.Append("            }\n        }\n    }\n");
        return text.ToString();
    }

    private static PackedFile File(string type, string body)
    {
        string usings = type == ClassName ? "using Edge.Runtime.Int8.Kernels;\n\n" : string.Empty;
        return new PackedFile(type + ".cs", Encoding.UTF8.GetBytes($"{PackedModel.Marker} --specialize. Do not edit.\n\n{usings}namespace Edge.Specialized\n{{\n{body}}}\n"));
    }
}
