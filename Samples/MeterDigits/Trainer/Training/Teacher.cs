using System;
using System.IO;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// What a trained network says of the training crops: its logits, computed once, of the crops as they are. A smaller network
/// learns from them what a label can't say, which other digits a crop looks like (Hinton et al., "Distilling the knowledge in
/// a neural network", 2015).
/// </summary>
internal sealed class Teacher
{
    private const int Batch = 256;

    private readonly float[] _logits; // [count, classes]
    private readonly int _classes;

    /// <param name="logits">Its answers, [count, classes].</param>
    /// <param name="count">Crops.</param>
    public Teacher(float[] logits, int count)
    {
        _logits = logits;
        _classes = logits.Length / count;
    }

    /// <summary>All answers, [count, classes].</summary>
    public ReadOnlySpan<float> All => _logits;

    /// <summary>Asks the network of a folder.</summary>
    /// <param name="folder">arch.json and weights.safetensors.</param>
    /// <param name="set">Crops as they were rendered.</param>
    /// <param name="progress">Shown how far it is.</param>
    /// <exception cref="InvalidDataException">There is no network in the folder, or its classes are others.</exception>
    public static Teacher Ask(string folder, SampleSet set, ProgressLine progress)
    {
        Require(folder);
        using MeterNetwork network = NetworkExport.Read(folder, out NetworkShape shape);
        SampleSet seen = set.For(shape.Input);
        using IDisposable noGradient = no_grad();
        var logits = new float[set.Count * shape.Classes.Length];
        for (int start = 0; start < set.Count; start += Batch)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(Batch, set.Count - start);
            network.forward(BatchBuilder.Plain(seen, start, count)).data<float>().CopyTo(logits, start * shape.Classes.Length);
            progress.Show("the teacher's answers", start + count, set.Count);
        }
        return new Teacher(logits, set.Count);
    }

    /// <summary>Makes sure that there is a network to learn from, before anything is rendered or trained.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static void Require(string folder)
    {
        foreach (string file in new[] { NetworkExport.Architecture, NetworkExport.Weights })
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new InvalidDataException($"{folder}: the teacher's {file} is missing; give --teacher the folder of a trained network, or leave it out");
            }
        }
    }

    /// <summary>Class that it finds likeliest for a crop.</summary>
    public int Answer(int index)
    {
        ReadOnlySpan<float> logits = _logits.AsSpan(index * _classes, _classes);
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /// <summary>Logits [count, classes] of the crops <paramref name="order"/>[start..].</summary>
    public Tensor Logits(int[] order, int start, int count)
    {
        var values = new float[count * _classes];
        for (int i = 0; i < count; i++)
        {
            Array.Copy(_logits, order[start + i] * _classes, values, i * _classes, _classes);
        }
        return tensor(values, new long[] { count, _classes });
    }
}
