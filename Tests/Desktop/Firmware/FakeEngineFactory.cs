using System;
using System.Collections.Generic;
using Edge.Firmware.Models;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>The real factory, with failures on demand.</summary>
internal sealed class FakeEngineFactory : IEngineFactory
{
    private readonly Int8EngineFactory _real = new(new ReferenceKernels());

    /// <summary>Thrown by the next loads, one each; null loads.</summary>
    public Queue<Exception?> Failures { get; } = new();

    /// <summary>Wraps every engine.</summary>
    public Func<IModelEngine, IModelEngine> Wrap { get; init; } = engine => engine;

    public int Loads { get; private set; }

    public string KernelsName => _real.KernelsName;

    public IModelEngine Load(WeightSource source)
    {
        Loads++;
        if (Failures.Count > 0 && Failures.Dequeue() is Exception failure)
        {
            throw failure;
        }

        return Wrap(_real.Load(source));
    }
}
