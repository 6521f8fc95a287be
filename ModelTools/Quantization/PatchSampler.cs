using System;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Picks random output positions of a layer over all samples and gathers what the layer reads and writes there: the rows of the
/// least-squares problems of <see cref="LayerRefinement"/>.
/// </summary>
internal sealed class PatchSampler
{
    private readonly Operator _op;
    private readonly int[] _positions; // index over [sample, oy, ox]
    private readonly int _outputArea;
    private readonly int _outputWidth;

    /// <summary>Chooses the positions.</summary>
    /// <param name="samples">Number of samples that values are given for.</param>
    /// <param name="limit">Most positions to choose.</param>
    public PatchSampler(Operator op, int samples, int limit, int seed)
    {
        _op = op;
        bool isImage = op.Kind != OperatorKind.FullyConnected;
        _outputWidth = isImage ? op.Output.Shape[2] : 1;
        _outputArea = isImage ? op.Output.Shape[1] * _outputWidth : 1;
        int total = samples * _outputArea;
        _positions = new int[Math.Min(total, limit)];
        if (total <= limit)
        {
            for (int i = 0; i < total; i++)
            {
                _positions[i] = i;
            }

            return;
        }

        // One at random from each of as many equal parts: every sample is seen.
        var random = new Random(seed);
        for (int i = 0; i < _positions.Length; i++)
        {
            long from = (long)i * total / limit;
            long to = (long)(i + 1) * total / limit;
            _positions[i] = (int)random.NextInt64(from, to);
        }
    }

    /// <summary>Number of positions.</summary>
    public int Count => _positions.Length;

    /// <summary>Inputs of a block at every position.</summary>
    /// <param name="input">Values of the layer's input, [samples, H, W, C].</param>
    /// <returns>[Count, block.Taps]; taps in the padding are 0.</returns>
    public float[] Inputs(float[] input, LayerBlock block)
    {
        float[] rows = new float[Count * block.Taps];
        if (_op.Kind == OperatorKind.FullyConnected)
        {
            for (int i = 0; i < Count; i++)
            {
                Array.Copy(input, _positions[i] * block.Taps, rows, i * block.Taps, block.Taps);
            }

            return rows;
        }

        int height = _op.Inputs[0].Shape[1];
        int width = _op.Inputs[0].Shape[2];
        int channels = _op.Inputs[0].Shape[3];
        int kernelH = _op.Inputs[1].Shape[1];
        int kernelW = _op.Inputs[1].Shape[2];
        var attributes = (ConvAttributes)_op.Attributes!;
        for (int i = 0; i < Count; i++)
        {
            int sample = _positions[i] / _outputArea;
            int oy = _positions[i] % _outputArea / _outputWidth;
            int ox = _positions[i] % _outputWidth;
            for (int ky = 0; ky < kernelH; ky++)
            {
                int y = (oy * attributes.StrideH) + ky - attributes.Padding.Top;
                for (int kx = 0; kx < kernelW; kx++)
                {
                    int x = (ox * attributes.StrideW) + kx - attributes.Padding.Left;
                    if (y >= 0 && y < height && x >= 0 && x < width)
                    {
                        int source = ((((sample * height) + y) * width) + x) * channels;
                        Array.Copy(input, source + block.FirstInput, rows, (i * block.Taps) + (((ky * kernelW) + kx) * block.Inputs), block.Inputs);
                    }
                }
            }
        }

        return rows;
    }

    /// <summary>Outputs of a block at every position.</summary>
    /// <param name="output">Values of the layer's output, [samples, OH, OW, OC].</param>
    /// <returns>[Count, block.Rows].</returns>
    public float[] Outputs(float[] output, LayerBlock block)
    {
        int channels = _op.Inputs[1].Shape[WeightQuantizer.Axis(_op.Kind)];
        float[] rows = new float[Count * block.Rows];
        for (int i = 0; i < Count; i++)
        {
            Array.Copy(output, (_positions[i] * channels) + block.FirstRow, rows, i * block.Rows, block.Rows);
        }

        return rows;
    }
}
