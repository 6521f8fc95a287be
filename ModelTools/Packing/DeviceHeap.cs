using System;
using System.Collections.Generic;
using System.Reflection;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Packing;

// The interpreter's heap has blocks of 12 bytes (32-bit firmware, nf-interpreter a3e8139): an object takes one and one for each
// field, whatever its type; an array a header of 20 bytes and its elements, those that refer to objects 12 bytes each.

/// <summary>Bytes that objects of the runtime take of the managed heap on the device, counted on their twins here.</summary>
internal static class DeviceHeap
{
    private const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;

    /// <summary>Bytes of an object and all that it refers to, each once. What blobs are read from is left out: it is not in memory there.</summary>
    public static long BytesOf(object root)
    {
        long bytes = 0;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { root };
        var next = new Stack<object>([root]);
        while (next.TryPop(out object? each))
        {
            bytes += SizeOf(each);
            foreach (object? part in PartsOf(each))
            {
                if (part is not null and not WeightSource and not Delegate and not Type && seen.Add(part))
                {
                    next.Push(part);
                }
            }
        }

        return bytes;
    }

    private static long SizeOf(object value)
    {
        long bytes = value switch
        {
            string text => BlockBytes + text.Length + 1,
            Array array => ArrayHeaderBytes + ((long)array.Length * ElementBytes(array.GetType().GetElementType()!)),
            _ => BlockBytes * (1L + FieldsOf(value.GetType()).Count),
        };
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
    }

    private static int ElementBytes(Type type)
    {
        return type.IsPrimitive ? Buffer.ByteLength(Array.CreateInstance(type, 1)) : BlockBytes;
    }

    private static IEnumerable<object?> PartsOf(object value)
    {
        if (value is Array array)
        {
            if (!array.GetType().GetElementType()!.IsValueType)
            {
                foreach (object? element in array)
                {
                    yield return element;
                }
            }
        }
        else if (value is not string)
        {
            foreach (FieldInfo field in FieldsOf(value.GetType()))
            {
                if (!field.FieldType.IsValueType)
                {
                    yield return field.GetValue(value);
                }
            }
        }
    }

    private static List<FieldInfo> FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (Type? each = type; each is not null && each != typeof(object); each = each.BaseType)
        {
            fields.AddRange(each.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        return fields;
    }
}
