using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Edge.ModelTools.Execution;
using Edge.Tests.Desktop.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace Edge.Tests.Desktop.Native;

/// <summary>
/// The firmware's table of native methods holds one entry for each method of the assembly, in the order of its metadata, and a
/// checksum over the native ones' signatures. It is generated here from the device sources; with EDGE_WRITE_GENERATED=1 the test
/// writes the file.
/// </summary>
[TestClass]
public sealed class InteropTableTests
{
    private const string InteropType = "Edge.Runtime.Int8.Kernels.Native.Interop";
    private const string Assembly = "Edge.Runtime.Int8.Native";
    private const string TablePath = "Runtime.Int8/Native/interop/Edge.Runtime.Int8.Native/Edge_Runtime_Int8_Native.cpp";

    [TestMethod]
    public void Table_of_native_methods_is_the_one_of_the_sources()
    {
        string expected = MakeTable(CompileDeviceSources());
        string path = Repository.PathOf(TablePath);
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_GENERATED") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.AreEqual(expected, File.ReadAllText(path).ReplaceLineEndings("\n"), "run this test with EDGE_WRITE_GENERATED=1 and build the firmware again");
    }

    [TestMethod]
    public void Checksum_is_the_one_that_the_metadata_processor_computes()
    {
        // Worked by hand: CRC-32, polynomial 04C11DB7, most significant bit first, from 0, of "NULL" and "123456789".
        Assert.AreEqual(0x89A1897Fu, Crc("123456789", 0));
        Assert.AreEqual(Crc("LL", Crc("NU", 0)), Crc("NULL", 0));
    }

    private static ModuleDefinition CompileDeviceSources()
    {
        string folder = Repository.PathOf("Runtime.Int8/Native");
        XDocument project = XDocument.Load(Path.Combine(folder, "Runtime.Int8.Native.nfproj"));
        IEnumerable<string> sources = project.Descendants().Where(element => element.Name.LocalName == "Compile")
            .Select(element => element.Attribute("Include")!.Value.Replace('\\', '/')).Where(file => !file.EndsWith("AssemblyInfo.cs", StringComparison.Ordinal));
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        IEnumerable<SyntaxTree> trees = sources.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(folder, file)), options));
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references = [typeof(object).Assembly.Location, Path.Combine(runtime, "System.Runtime.dll"), .. RuntimeAssemblies.Paths];
        CSharpCompilation compilation = CSharpCompilation.Create(
            Assembly, trees, references.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        Assert.IsTrue(result.Success, string.Join("\n", result.Diagnostics));
        stream.Position = 0;
        return ModuleDefinition.ReadModule(stream);
    }

    private static string MakeTable(ModuleDefinition module)
    {
        // The metadata processor sorts types by full name, and brings forward those that a type's methods use.
        TypeDefinition[] types = [.. module.Types.Where(type => type.Name != "<Module>").OrderBy(type => type.FullName, StringComparer.Ordinal)];
        Assert.AreEqual(InteropType, types[0].FullName, "the first type of the table must be the one with the native methods: its order would depend on the others");
        Assert.IsTrue(module.Types.All(type => !type.HasNestedTypes), "nested types have a place of their own in the table");
        Assert.IsTrue(types.All(type => type.IsClass && !type.IsEnum), "enums and interfaces take no part in the checksum");
        MethodDefinition[] natives = [.. types[0].Methods];
        Assert.IsTrue(natives.All(method => method.IsInternalCall && method.IsStatic));
        int managed = types.Skip(1).Sum(type => type.Methods.Count);
        Assert.IsTrue(types.Skip(1).All(type => type.Methods.All(method => !method.IsInternalCall)));
        // Before the first native method is complete the processor begins every string with 0 again: only its signature counts.
        uint crc = Crc(SignatureOf(natives[0]), 0);
        foreach (MethodDefinition method in natives.Skip(1))
        {
            crc = Crc(Assembly, crc);
            crc = Crc(InteropType.Replace('.', '_'), crc);
            crc = Crc(SignatureOf(method), crc);
        }

        for (int i = 0; i < managed; i++)
        {
            crc = Crc("NULL", crc);
        }

        var text = new StringBuilder();
        text.Append("// Generated by InteropTableTests from the sources of Edge.Runtime.Int8.Native. Do not edit.\n");
        text.Append("#include \"Edge_Runtime_Int8_Native.h\"\n\n");
        text.Append("// clang-format off\n\n");
        text.Append("static const CLR_RT_MethodHandler method_lookup[] =\n{\n");
        foreach (MethodDefinition method in natives)
        {
            text.Append($"    Library_Edge_Runtime_Int8_Native::{method.Name},\n");
        }

        for (int i = 0; i < managed; i++)
        {
            text.Append("    NULL,\n");
        }

        text.Append("};\n\n");
        text.Append("extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_Edge_Runtime_Int8_Native =\n{\n");
        text.Append($"    \"{Assembly}\",\n    0x{crc:X8},\n    method_lookup,\n    {{ 1, 0, 0, 0 }}\n}};\n\n// clang-format on\n");
        return text.ToString();
    }

    /// <summary>Name, static or not, return type and parameters, as the metadata processor writes them.</summary>
    private static string SignatureOf(MethodDefinition method)
    {
        IEnumerable<TypeReference> types = method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);
        return method.Name + "___STATIC__" + string.Join("__", types.Select(NameOf));
    }

    private static string NameOf(TypeReference type)
    {
        // An array of arrays is named after its innermost elements.
        return type.IsArray ? "SZARRAY_" + NameOf(type.GetElementType()) : type.FullName switch
        {
            "System.Byte" => "U1",
            "System.SByte" => "I1",
            "System.Int32" => "I4",
            _ => throw new NotSupportedException(type.FullName),
        };
    }

    private static uint Crc(string text, uint crc)
    {
        foreach (byte letter in Encoding.ASCII.GetBytes(text))
        {
            crc ^= (uint)letter << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
            }
        }

        return crc;
    }
}
