using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>Bytes that some types put into the tables of a device assembly, each of which has 16-bit offsets.</summary>
/// <param name="Il">Code and exception tables.</param>
/// <param name="StaticData">Array initializers.</param>
/// <param name="Strings">Names and literals, each once, in UTF-8 with a zero at the end.</param>
internal sealed record AssemblyTables(int Il, int StaticData, int Strings)
{
    /// <summary>Measures types.</summary>
    /// <param name="types">All types that go into one assembly, nested ones included.</param>
    public static AssemblyTables Measure(IReadOnlyCollection<TypeDefinition> types)
    {
        MethodDefinition[] methods = [.. types.SelectMany(type => type.Methods)];
        MethodBody[] bodies = [.. methods.Where(method => method.HasBody).Select(method => method.Body)];
        IEnumerable<string> names = types.SelectMany(type => new[] { type.Name, type.Namespace })
            .Concat(types.SelectMany(type => type.Fields).Select(field => field.Name))
            .Concat(methods.Select(method => method.Name));
        IEnumerable<string> used = bodies.SelectMany(body => body.Instructions).Select(instruction => instruction.Operand switch
        {
            string literal => literal,
            MemberReference member => member.Name,
            _ => "",
        });
        return new AssemblyTables(
            bodies.Sum(MetadataProcessorModel.TotalBytes),
            types.SelectMany(type => type.Fields).Sum(field => field.InitialValue?.Length ?? 0),
            names.Concat(used).Distinct().Sum(text => Encoding.UTF8.GetByteCount(text) + 1));
    }
}
