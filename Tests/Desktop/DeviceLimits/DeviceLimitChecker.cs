using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>
/// Reads a compiled device assembly and lists what nanoCLR or the nanoFramework metadata processor does not support, or
/// accepts and then gets wrong. Limits after nanoframework/nf-interpreter (a3e8139) and metadata-processor (4541b46);
/// see LimitRule for what each would do on a board.
/// </summary>
internal sealed class DeviceLimitChecker
{
    /// <summary>Bytes of IL, of array data and of strings per assembly; the tables end at 65,535.</summary>
    public const int MaximumTableBytes = 64000;

    /// <summary>Locals, arguments and stack depth of a method; the counts are bytes.</summary>
    public const int MaximumSlots = 250;

    /// <summary>Methods of one kind and fields of one kind per class, and cases of a switch.</summary>
    public const int MaximumByteCount = 255;

    // Marks that the compiler writes for C# 7.2 and later. The device's library lacks the classes, so the device build gets
    // copies of them in the assembly.
    private static readonly HashSet<string> s_injected =
    [
        "EmbeddedAttribute", "IsReadOnlyAttribute", "IsByRefLikeAttribute", "IsUnmanagedAttribute", "NullableAttribute", "NullableContextAttribute",
        "NativeIntegerAttribute", "TupleElementNamesAttribute", "ScopedRefAttribute", "RequiredMemberAttribute", "RequiresLocationAttribute",
        "CompilerFeatureRequiredAttribute", "ParamCollectionAttribute",
    ];

    private readonly DeviceApi _api;
    private readonly HashSet<string> _deviceAssemblies;
    private readonly List<LimitViolation> _violations = [];

    /// <summary>Makes a checker.</summary>
    /// <param name="api">What the referenced nanoFramework assemblies offer.</param>
    /// <param name="deviceAssemblies">Names of our own device assemblies, whose types may be used.</param>
    public DeviceLimitChecker(DeviceApi api, IEnumerable<string> deviceAssemblies)
    {
        _api = api;
        _deviceAssemblies = [.. deviceAssemblies];
    }

    /// <summary>Everything found in an assembly.</summary>
    /// <param name="module">The assembly's module.</param>
    /// <param name="isDesktopOnly">Types that are not part of the device build.</param>
    public IReadOnlyList<LimitViolation> Check(ModuleDefinition module, Func<TypeDefinition, bool> isDesktopOnly)
    {
        TypeDefinition[] types = [.. module.GetTypes().Where(type => !isDesktopOnly(OutermostOf(type)))];
        var references = new ReferenceRules(_api, _deviceAssemblies, type => type.Resolve() is { } local && local.Module == module && !isDesktopOnly(OutermostOf(local)), _violations);
        foreach (TypeDefinition type in types)
        {
            if (type.Namespace is "System.Runtime.CompilerServices" or "Microsoft.CodeAnalysis")
            {
                Add(LimitRule.InjectedAttribute, type.FullName, "a class that the compiler puts into the assembly for a feature newer than the device's library");
            }

            CheckMarks(type, type.FullName);
            CheckCounts(type);
            references.CheckType(type);
            foreach (MethodDefinition method in type.Methods)
            {
                references.CheckSignature(method);
                foreach (ICustomAttributeProvider part in method.Parameters.Append<ICustomAttributeProvider>(method).Append(method.MethodReturnType))
                {
                    CheckMarks(part, method.FullName);
                }

                if (type.IsInterface && method.HasBody)
                {
                    Add(LimitRule.InterfaceBody, method.FullName, "an interface member with a body");
                }

                if (method.HasBody)
                {
                    MethodBodyRules.Check(method.Body, _violations);
                    references.CheckBody(method.Body);
                }
            }
        }

        CheckTables(module, types);
        return _violations;
    }

    private static TypeDefinition OutermostOf(TypeDefinition type)
    {
        return type.DeclaringType == null ? type : OutermostOf(type.DeclaringType);
    }

    private void CheckMarks(ICustomAttributeProvider part, string where)
    {
        foreach (CustomAttribute mark in part.CustomAttributes.Where(attribute => s_injected.Contains(attribute.AttributeType.Name)))
        {
            Add(LimitRule.InjectedAttribute, where, $"{mark.AttributeType.Name} (an in parameter, a readonly or ref struct, or a feature of C# 11)");
        }
    }

    private void CheckCounts(TypeDefinition type)
    {
        (string Kind, int Count)[] counts =
        [
            ("static methods", type.Methods.Count(method => method.IsStatic)),
            ("virtual methods", type.Methods.Count(method => method.IsVirtual)),
            ("instance methods", type.Methods.Count(method => !method.IsStatic && !method.IsVirtual)),
            ("static fields", type.Fields.Count(field => field.IsStatic && !field.HasConstant)),
            ("instance fields", type.Fields.Count(field => !field.IsStatic)),
        ];
        foreach ((string kind, int count) in counts.Where(each => each.Count > MaximumByteCount))
        {
            Add(LimitRule.TooManyMembers, type.FullName, $"{count} {kind}, at most {MaximumByteCount}");
        }
    }

    private void CheckTables(ModuleDefinition module, TypeDefinition[] types)
    {
        var size = AssemblyTables.Measure(types);
        (LimitRule Rule, int Bytes, string Kind)[] tables =
        [
            (LimitRule.IlTooLarge, size.Il, "IL"),
            (LimitRule.StaticDataTooLarge, size.StaticData, "array initializers"),
            (LimitRule.StringsTooLarge, size.Strings, "names and literals"),
        ];
        foreach ((LimitRule rule, int bytes, string kind) in tables.Where(table => table.Bytes > MaximumTableBytes))
        {
            Add(rule, module.Name, $"{bytes} bytes of {kind}, at most {MaximumTableBytes}");
        }
    }

    private void Add(LimitRule rule, string where, string what)
    {
        _violations.Add(new LimitViolation(rule, where, what));
    }
}
