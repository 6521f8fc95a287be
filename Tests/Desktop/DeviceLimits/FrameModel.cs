using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace Edge.Tests.Desktop.DeviceLimits;

// A frame is a header and one block of 12 bytes for each local and each place of the evaluation stack; arguments lie on the
// caller's. Sizes of the 32-bit interpreter, read from its debug information (nf-interpreter a3e8139): header 76 bytes, 2 places
// more for newobj, 1 for inlined calls, at least 10 blocks.

/// <summary>Bytes of the managed heap that stack frames take on the device.</summary>
internal sealed class FrameModel
{
    private const int BlockBytes = 12;
    private const int HeaderBlocks = 7;
    private const int ExtraStack = 3;
    private const int LeastBlocks = 10;

    private readonly Dictionary<string, MethodDefinition> _methods = [];
    private readonly ILookup<string, MethodDefinition> _overrides;
    private readonly Dictionary<string, int> _deepest = [];
    private readonly HashSet<string> _open = [];

    /// <summary>Takes the methods of the device's assemblies.</summary>
    public FrameModel(params ModuleDefinition[] modules)
    {
        foreach (MethodDefinition method in modules.SelectMany(module => module.GetTypes()).SelectMany(type => type.Methods))
        {
            _methods[method.FullName] = method;
        }

        _overrides = _methods.Values.Where(method => method.IsVirtual).ToLookup(Signature);
    }

    /// <summary>Bytes of a method's frame.</summary>
    public static int BytesOf(MethodDefinition method)
    {
        int blocks = method.HasBody ? method.Body.Variables.Count + MetadataProcessorModel.EstimatedStackDepth(method.Body) + ExtraStack : LeastBlocks;
        return BlockBytes * (HeaderBlocks + (blocks < LeastBlocks ? LeastBlocks : blocks));
    }

    /// <summary>Bytes of the frames of the deepest chain of calls that begins with a method; a recursion counts once.</summary>
    public int DeepestChain(MethodDefinition method)
    {
        if (_deepest.TryGetValue(method.FullName, out int known))
        {
            return known;
        }

        if (!_open.Add(method.FullName))
        {
            return 0;
        }

        int deepest = method.HasBody ? Callees(method).Select(DeepestChain).DefaultIfEmpty().Max() : 0;
        _open.Remove(method.FullName);
        return _deepest[method.FullName] = BytesOf(method) + deepest;
    }

    /// <summary>Every method that can run below a method, itself included.</summary>
    public IReadOnlyCollection<MethodDefinition> Below(MethodDefinition method)
    {
        var found = new Dictionary<string, MethodDefinition>();
        var next = new Stack<MethodDefinition>([method]);
        while (next.TryPop(out MethodDefinition? each))
        {
            if (found.TryAdd(each.FullName, each) && each.HasBody)
            {
                Callees(each).ToList().ForEach(next.Push);
            }
        }

        return found.Values;
    }

    private IEnumerable<MethodDefinition> Callees(MethodDefinition method)
    {
        foreach (MethodReference call in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>())
        {
            if (!_methods.TryGetValue(call.FullName, out MethodDefinition? target))
            {
                continue;
            }

            yield return target;
            if (target.IsVirtual)
            {
                foreach (MethodDefinition derived in _overrides[Signature(target)])
                {
                    yield return derived;
                }
            }
        }
    }

    private static string Signature(MethodDefinition method)
    {
        return method.Name + "(" + string.Join(',', method.Parameters.Select(parameter => parameter.ParameterType.FullName)) + ")";
    }
}
