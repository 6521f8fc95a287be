using System.Collections.Frozen;
using System.Collections.Generic;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>
/// The Python names that a state dict may mention (torch/_weights_only_unpickler.py allows much the same). Those of tensors and
/// dictionaries are understood, those that training scripts add become <see cref="PickleInert"/>, any other ends the reading.
/// </summary>
internal static class TorchClasses
{
    private static readonly FrozenDictionary<string, string> s_storageTypes = new Dictionary<string, string>
    {
        ["DoubleStorage"] = "F64",
        ["FloatStorage"] = "F32",
        ["HalfStorage"] = "F16",
        ["BFloat16Storage"] = "BF16",
        ["LongStorage"] = "I64",
        ["IntStorage"] = "I32",
        ["ShortStorage"] = "I16",
        ["CharStorage"] = "I8",
        ["ByteStorage"] = "U8",
        ["BoolStorage"] = "BOOL",
    }.ToFrozenDictionary();

    // What optimizers, schedulers and argument parsers leave in checkpoints.
    private static readonly FrozenSet<string> s_inert = new[]
    {
        "argparse.Namespace", "collections.defaultdict", "collections.Counter", "builtins.set", "__builtin__.set", "builtins.int", "builtins.dict",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype", "_codecs.encode", "torch.device", "torch.Size",
        "torch.float32", "torch.float64", "torch.float16", "torch.bfloat16", "torch.int64",
    }.ToFrozenSet();

    // Never weights, and what an attacker would ask for: these get the message that says so.
    private static readonly FrozenSet<string> s_dangerous = new[]
    {
        "os", "posix", "nt", "sys", "subprocess", "builtins", "__builtin__", "importlib", "runpy", "pty", "shutil", "socket", "pickle", "operator", "functools",
        "types", "code", "ctypes", "webbrowser", "pip", "timeit", "bdb", "pdb", "asyncio", "multiprocessing", "tempfile", "urllib", "requests", "commands",
    }.ToFrozenSet();

    /// <summary>Whether Edge does not look into objects of this class.</summary>
    public static bool IsInert(PickleGlobal global) => s_inert.Contains(global.ToString());

    /// <summary>Whether it makes a dictionary.</summary>
    public static bool IsDictionary(PickleGlobal global) => global is { Module: "collections", Name: "OrderedDict" };

    /// <summary>Whether it makes a tensor from a storage (arguments: storage, offset, shape, strides, ...).</summary>
    public static bool IsTensor(PickleGlobal global) => global is { Module: "torch._utils", Name: "_rebuild_tensor_v2" or "_rebuild_tensor" };

    /// <summary>Whether it marks its first argument, a tensor, as trained.</summary>
    public static bool IsParameter(PickleGlobal global) => global is { Module: "torch._utils", Name: "_rebuild_parameter" or "_rebuild_parameter_with_state" };

    /// <summary>The type of a storage class, or null when it is none.</summary>
    public static string? StorageType(PickleGlobal global) => global.Module is "torch" or "torch.storage" ? s_storageTypes.GetValueOrDefault(global.Name) : null;

    /// <summary>Whether the name belongs to code that runs commands rather than to a class of a network.</summary>
    public static bool IsDangerous(PickleGlobal global) => s_dangerous.Contains(global.Module.Split('.')[0]);

    /// <summary>Takes a name that the file mentions.</summary>
    /// <exception cref="ForbiddenClassException">It is none of those that weights need.</exception>
    public static PickleGlobal Check(PickleGlobal global)
    {
        return IsInert(global) || IsDictionary(global) || IsTensor(global) || IsParameter(global) || StorageType(global) is not null
            ? global
            : throw new ForbiddenClassException(global);
    }
}
