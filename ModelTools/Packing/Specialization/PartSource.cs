using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.ModelTools.Packing.Contents;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>C# of an assembly of generated methods: a static class for each operator.</summary>
internal static class PartSource
{
    /// <summary>Writes the assembly.</summary>
    public static GeneratedAssembly Write(SpecializedPart part)
    {
        IEnumerable<PackedFile> files = part.Blocks.GroupBy(block => block.OperatorId).Select(blocks => Class(part, blocks.Key, blocks));
        return new GeneratedAssembly(part.Name, [.. files], [], part.IlBytes);
    }

    private static PackedFile Class(SpecializedPart part, int operatorId, IEnumerable<ConstantBlock> blocks)
    {
        var text = new StringBuilder();
        text.Append($"{PackedModel.Marker}. Do not edit.\n\nnamespace {part.Name}\n{{\n");
        text.Append($"    /// <summary>Blocks of channels of operator {operatorId}; layouts: ConstantKernels.Sum.</summary>\n");
        text.Append($"    public static class Operator{operatorId}\n    {{\n");
        text.AppendJoin('\n', blocks.Select(block => block.Text));
        if (blocks.Any(block => block.Clamps))
        {
            text.Append('\n');
            SumWindow.AppendClamp(text);
        }

        text.Append("    }\n}\n");
        return new PackedFile($"Operator{operatorId}.cs", Encoding.UTF8.GetBytes(text.ToString()));
    }
}
