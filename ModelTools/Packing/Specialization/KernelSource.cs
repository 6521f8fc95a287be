using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.ModelTools.Packing.Contents;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>C# of the kernel set, which finds the method of a block in one of the parts.</summary>
internal static class KernelSource
{
    /// <summary>Name of the class and its file.</summary>
    public const string ClassName = "SpecializedKernels";

    private const int ClassBytes = 200;
    private const int OperatorBytes = 32; // two switches and a fingerprint
    private const int BlockBytes = 44; // a switch and a call
    private const int SumBytes = 72; // two switches, a fingerprint and a call

    /// <summary>Writes the assembly.</summary>
    /// <param name="name">Name of the blob, for a comment.</param>
    /// <param name="operators">The operators that became code, by number.</param>
    /// <param name="parts">Where their methods are.</param>
    /// <param name="sums">Additions.</param>
    public static GeneratedAssembly Write(string name, IReadOnlyList<ConstantOperator> operators, IReadOnlyList<SpecializedPart> parts, IReadOnlyList<ConstantSum> sums)
    {
        var text = new StringBuilder();
        text.Append($"{PackedModel.Marker}. Do not edit.\n\nusing Edge.Runtime.Int8.Kernels;\n\nnamespace {SpecializedSource.AssemblyName}\n{{\n");
        text.Append($"    /// <summary>Kernels of {Comment(name)}.</summary>\n");
        text.Append($"    public sealed class {ClassName} : ConstantKernels\n    {{\n");
        text.Append($"        /// <summary>Makes the kernels.</summary>\n        public {ClassName}()\n            : base({operators.Select(each => each.Id).Concat(sums.Select(each => each.Id)).Max() + 1})\n        {{\n        }}\n\n");
        AppendExpected(text, [.. operators.Select(each => (each.Id, each.Fingerprint)), .. sums.Select(each => (each.Id, each.Fingerprint))]);
        HashSet<int> depthwise = [.. operators.Where(each => each.IsDepthwise).Select(each => each.Id)];
        AppendDispatch(text, parts, id => !depthwise.Contains(id), BlockWriter.Dispatch, BlockWriter.Parameters, BlockWriter.Arguments);
        text.Append('\n');
        AppendDispatch(text, parts, depthwise.Contains, DepthwiseWriter.Dispatch, DepthwiseWriter.Parameters, DepthwiseWriter.Arguments);
        text.Append('\n');
        SumWriter.Append(text, sums);
        text.Append("    }\n}\n");
        var file = new PackedFile(ClassName + ".cs", Encoding.UTF8.GetBytes(text.ToString()));
        int bytes = IlBytes(operators.Count, parts.Sum(part => part.Blocks.Count), sums.Count);
        return new GeneratedAssembly(SpecializedSource.AssemblyName, [file], [.. parts.Select(part => part.Name)], bytes);
    }

    /// <summary>Bytes of IL, an upper bound.</summary>
    public static int IlBytes(int operators, int blocks, int sums)
    {
        return ClassBytes + (OperatorBytes * operators) + (BlockBytes * blocks) + (sums == 0 ? 0 : SumWriter.IlBytes + (SumBytes * sums));
    }

    private static void AppendExpected(StringBuilder text, IEnumerable<(int Id, int Fingerprint)> operators)
    {
        text.Append("        /// <inheritdoc/>\n        protected override int Expected(int operatorId)\n        {\n            switch (operatorId)\n            {\n");
        foreach ((int id, int fingerprint) in operators)
        {
            text.Append($"                case {id}:\n                    return {fingerprint};\n");
        }

        text.Append("                default:\n                    return 0;\n            }\n        }\n\n");
    }

    private static void AppendDispatch(StringBuilder text, IReadOnlyList<SpecializedPart> parts, Func<int, bool> isIts, string method, string parameters, string arguments)
    {
        text.Append($"        /// <inheritdoc/>\n        protected override void {method}(int operatorId, int block, {parameters})\n        {{\n");
        var blocks = parts.SelectMany(part => part.Blocks.Select(block => (Part: part, Block: block)))
            .Where(each => isIts(each.Block.OperatorId)).GroupBy(each => each.Block.OperatorId).OrderBy(group => group.Key).ToArray();
        text.Append(blocks.Length == 0 ? string.Empty : "            switch (operatorId)\n            {\n");
        foreach (var group in blocks)
        {
            text.Append($"                case {group.Key}:\n");
            (SpecializedPart Part, ConstantBlock Block)[] calls = [.. group.OrderBy(each => each.Block.Number)];
            if (calls.Length == 1)
            {
                text.Append($"                    {Call(calls[0].Part, calls[0].Block, arguments)};\n                    break;\n");
                continue;
            }

            text.Append("                    switch (block)\n                    {\n");
            foreach ((SpecializedPart part, ConstantBlock block) in calls)
            {
                text.Append($"                        case {block.Number}:\n                            {Call(part, block, arguments)};\n                            break;\n");
            }

            text.Append("                    }\n\n                    break;\n");
        }

        text.Append(blocks.Length == 0 ? "        }\n" : "            }\n        }\n");
    }

    private static string Call(SpecializedPart part, ConstantBlock block, string arguments)
    {
        return $"{part.ShortName}.Operator{block.OperatorId}.Block{block.Number}({arguments})";
    }

    private static string Comment(string name)
    {
        return string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
    }
}
