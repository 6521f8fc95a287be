using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>Types and members that the device code names: each must exist on the device, and be of a kind that works there.</summary>
internal sealed class ReferenceRules
{
    // What the desktop's compiler makes of code that is fine in C# 9 but that the device's library has no room for.
    private static readonly (string Part, string Hint)[] s_hints =
    [
        ("DefaultInterpolatedStringHandler", "an interpolated string: add strings with + and ToString()"),
        ("ReadOnlySpan`1<System.Char>", "a char added to a string: write ToString()"),
        ("SwitchExpressionException", "a switch expression without a default arm"),
    ];

    private readonly DeviceApi _api;
    private readonly HashSet<string> _deviceAssemblies;
    private readonly Func<TypeReference, bool> _isOwn;
    private readonly List<LimitViolation> _violations;

    /// <summary>Makes the rules of one assembly.</summary>
    /// <param name="api">What the referenced nanoFramework assemblies offer.</param>
    /// <param name="deviceAssemblies">Names of our own device assemblies.</param>
    /// <param name="isOwn">Whether a type is part of the assembly's device build.</param>
    /// <param name="violations">Receives what is found.</param>
    public ReferenceRules(DeviceApi api, HashSet<string> deviceAssemblies, Func<TypeReference, bool> isOwn, List<LimitViolation> violations)
    {
        _api = api;
        _deviceAssemblies = deviceAssemblies;
        _isOwn = isOwn;
        _violations = violations;
    }

    /// <summary>Checks what a type is made of: parameters, base, interfaces, fields.</summary>
    public void CheckType(TypeDefinition type)
    {
        string where = type.FullName;
        if (type.HasGenericParameters)
        {
            Add(LimitRule.Generic, where, "a generic type");
        }

        foreach (TypeReference used in type.Interfaces.Select(implementation => implementation.InterfaceType).Append(type.BaseType).OfType<TypeReference>())
        {
            CheckUse(used, where);
        }

        foreach (FieldDefinition field in type.Fields.Where(field => !IsArrayInitializer(field)))
        {
            CheckUse(field.FieldType, field.FullName);
        }
    }

    /// <summary>Checks a method's parameters, result and generic parameters.</summary>
    public void CheckSignature(MethodDefinition method)
    {
        if (method.HasGenericParameters)
        {
            Add(LimitRule.Generic, method.FullName, "a generic method");
        }

        CheckUse(method.ReturnType, method.FullName);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            CheckUse(parameter.ParameterType, method.FullName);
        }
    }

    /// <summary>Checks a method's locals, catch clauses and instructions.</summary>
    public void CheckBody(MethodBody body)
    {
        string where = body.Method.FullName;
        foreach (TypeReference type in body.Variables.Select(variable => variable.VariableType).Concat(body.ExceptionHandlers.Select(handler => handler.CatchType)).OfType<TypeReference>())
        {
            CheckUse(type, where);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    CheckUse(type, where);
                    break;
                case FieldReference field when !(field.Resolve() is { } definition && IsArrayInitializer(definition)):
                    CheckMember(field.DeclaringType, $"{field.FieldType.FullName} {field.Name}", where);
                    break;
                case MethodReference method:
                    CheckMethod(method, where);
                    break;
            }
        }
    }

    // The data of `new T[] { ... }`: a field of a compiler-made struct whose size is that of the data. Only its bytes go
    // to the device.
    private static bool IsArrayInitializer(FieldDefinition field)
    {
        return field.HasFieldRVA || field.InitialValue.Length > 0;
    }

    private void CheckMethod(MethodReference method, string where)
    {
        if (method is GenericInstanceMethod)
        {
            Add(LimitRule.Generic, where, method.FullName);
            return;
        }

        string parameters = string.Join(',', method.Parameters.Select(parameter => parameter.ParameterType.FullName));
        CheckMember(method.DeclaringType, $"{(method.HasThis ? "" : "static ")}{method.ReturnType.FullName} {method.Name}({parameters})", where);
    }

    private void CheckMember(TypeReference type, string member, string where)
    {
        if (CheckUse(type, where) && !IsOurs(type) && !_api.HasMember(type.FullName, member))
        {
            Add(LimitRule.UnknownMember, where, $"{type.FullName}::{member}");
        }
    }

    // Whether the type can be used; an array or reference counts by its element.
    private bool CheckUse(TypeReference type, string where)
    {
        switch (type)
        {
            case GenericInstanceType or GenericParameter:
                Add(LimitRule.Generic, where, type.FullName);
                return false;
            case PointerType or FunctionPointerType:
                Add(LimitRule.Pointer, where, type.FullName);
                return false;
            case ArrayType { Rank: > 1 }:
                Add(LimitRule.MultiDimensionalArray, where, type.FullName);
                return false;
            case IModifierType modified:
                return CheckUse(modified.ModifierType, where) && CheckUse(modified.ElementType, where);
            case TypeSpecification specification:
                return CheckUse(specification.ElementType, where);
        }

        if (type.HasGenericParameters && type is not TypeDefinition)
        {
            Add(LimitRule.Generic, where, type.FullName);
            return false;
        }

        if (!IsOurs(type) && !_api.HasType(type.FullName))
        {
            Add(LimitRule.UnknownType, where, type.FullName);
            return false;
        }

        return true;
    }

    private bool IsOurs(TypeReference type)
    {
        return (type.Scope is AssemblyNameReference assembly && _deviceAssemblies.Contains(assembly.Name)) || (type.Scope is ModuleDefinition && _isOwn(type));
    }

    private void Add(LimitRule rule, string where, string what)
    {
        string? hint = s_hints.FirstOrDefault(each => what.Contains(each.Part, StringComparison.Ordinal)).Hint;
        var violation = new LimitViolation(rule, where, hint == null ? what : $"{what} ({hint})");
        if (!_violations.Contains(violation))
        {
            _violations.Add(violation);
        }
    }
}
