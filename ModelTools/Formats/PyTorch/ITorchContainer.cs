using System;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A file in one of PyTorch's forms: one pickle that says what is in it, and the bytes of its storages.</summary>
internal interface ITorchContainer : IDisposable
{
    /// <summary>The pickled value: a state dict, a checkpoint that holds one, or something else.</summary>
    object? Root { get; }

    /// <summary>All bytes of a storage, little-endian; exactly as many as it claims.</summary>
    /// <exception cref="InvalidOperationException">The file has other bytes for it.</exception>
    byte[] ReadStorage(TorchStorage storage);
}
