using System;
using System.Threading.Tasks;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Chooses the int8 weights and int32 biases of one layer so that, fed with the quantized input x, it comes closest to the float
/// output y on the calibration data: least E |y - (W x + b)|^2. The bias takes the means; what remains is quadratic in the weights,
/// (W - W*) C (W - W*)^T with the covariance C of the input, and is rounded row by row with error feedback (Babai's nearest plane
/// on C's Cholesky factor, which is what GPTQ does, arXiv:2210.17323) and then by coordinate descent: AdaRound's objective
/// (arXiv:2004.10568) without its relaxation. Ridge terms keep weights that the data say nothing about.
/// </summary>
internal sealed class LayerRefinement
{
    private const int MaxTaps = 2048; // the factorisation is cubic in them
    private const double SmallestRidge = 0.003;
    private const int Sweeps = 3;

    private static readonly double[] s_shrinkage = [1, 0.97, 0.94, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5];

    private readonly Operator _float;
    private readonly Operator _quantized;
    private readonly CorrectionMethod _method;
    private readonly PatchSampler _sampler;
    private readonly double[]? _prices;
    private readonly bool _hasPowerOfTwoMultipliers;
    private readonly float[] _weights;
    private readonly float[] _scales;
    private readonly sbyte[] _rounded;
    private readonly double[] _bias;

    private LayerRefinement(Operator op, Operator quantized, CorrectionMethod method, PatchSampler sampler, double[]? prices, bool hasPowerOfTwoMultipliers)
    {
        _prices = prices;
        _hasPowerOfTwoMultipliers = hasPowerOfTwoMultipliers;
        _float = op;
        _quantized = quantized;
        _method = method;
        _sampler = sampler;
        _weights = op.Inputs[1].Floats;
        _scales = [.. quantized.Inputs[1].Quantization!.Scales];
        _rounded = [.. quantized.Inputs[1].Int8s];
        _bias = Array.ConvertAll(op.Inputs[2].Floats, value => (double)value);
    }

    /// <summary>Replaces the weights and the bias of <paramref name="quantized"/>.</summary>
    /// <param name="op">Float layer.</param>
    /// <param name="input">Input of the quantized layer, real values [samples, ...].</param>
    /// <param name="output">Output of the float layer before its clamp, [samples, ...].</param>
    /// <param name="prices">See <see cref="InstructionPrices.Of"/>.</param>
    /// <param name="hasPowerOfTwoMultipliers">Whether scales are taken from <see cref="PowerOfTwoScales"/>, as those of <paramref name="quantized"/> are.</param>
    public static void Run(Operator op, Operator quantized, CorrectionMethod method, PatchSampler sampler, float[] input, float[] output, int threads, double[]? prices = null, bool hasPowerOfTwoMultipliers = false)
    {
        var refinement = new LayerRefinement(op, quantized, method, sampler, prices, hasPowerOfTwoMultipliers);
        var blocks = LayerBlock.Of(op);
        Parallel.ForEach(blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, block => refinement.Refine(block, input, output));
        refinement.Write();
    }

    private void Refine(LayerBlock block, float[] input, float[] output)
    {
        float[] x = _sampler.Inputs(input, block);
        float[] y = _sampler.Outputs(output, block);
        double[] meanX = Moments.Centre(x, block.Taps);
        double[] meanY = Moments.Centre(y, block.Rows);
        if (block.Taps <= MaxTaps && _method >= CorrectionMethod.Rounding)
        {
            Solve(block, x, y);
        }

        if (_method != CorrectionMethod.LeastSquares)
        {
            return; // the float bias stays
        }

        for (int row = 0; row < block.Rows; row++)
        {
            double sum = 0;
            int channel = block.FirstRow + row;
            for (int tap = 0; tap < block.Taps; tap++)
            {
                sum += (double)_rounded[block.WeightIndex(_float, row, tap)] * meanX[tap];
            }

            _bias[channel] = meanY[row] - (sum * _scales[channel]);
        }
    }

    private void Solve(LayerBlock block, float[] x, float[] y)
    {
        int taps = block.Taps;
        double[] covariance = Moments.Product(x, taps, x, taps);
        double[] targets = Matrix(block);
        if (_method == CorrectionMethod.LeastSquares && LeastSquaresFit.Find(x, y, targets, taps, block.Rows) is { } fitted)
        {
            targets = fitted;
        }

        LeastSquaresFit.AddRidge(covariance, taps, SmallestRidge);
        if (Cholesky.Factor(covariance, taps) is not { } factor)
        {
            return; // the input never changes: the bias is all there is
        }

        for (int row = 0; row < block.Rows; row++)
        {
            Round(block, row, targets.AsSpan(row * taps, taps).ToArray(), covariance, factor);
        }
    }

    /// <summary>Float weights of a block, [Rows, Taps].</summary>
    private double[] Matrix(LayerBlock block)
    {
        double[] matrix = new double[block.Rows * block.Taps];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = _weights[block.WeightIndex(_float, i / block.Taps, i % block.Taps)];
        }

        return matrix;
    }

    private void Round(LayerBlock block, int row, double[] weights, double[] covariance, Cholesky factor)
    {
        int channel = block.FirstRow + row;
        double scale = ChooseScale(weights, covariance, _scales[channel]);
        double[] q;
        if (_hasPowerOfTwoMultipliers)
        {
            q = RoundScaled(weights, ref scale, covariance, factor);
        }
        else if (_prices is null)
        {
            q = factor.RoundTo(weights, scale, (wanted, _) => Whole(wanted));
            Descend(weights, q, scale, covariance);
        }
        else
        {
            q = ThriftyRounding.RoundScaled(weights, ref scale, PowerOfTwoScales.UnitOf(_quantized), covariance, factor, _prices[channel]);
        }

        _scales[channel] = (float)scale;
        for (int tap = 0; tap < q.Length; tap++)
        {
            _rounded[block.WeightIndex(_float, row, tap)] = (sbyte)q[tap];
        }
    }

    /// <summary>Rounds a row with the one of the two scales around the best whose multiplier is a power of two that has the smaller error.</summary>
    private double[] RoundScaled(double[] weights, ref double scale, double[] covariance, Cholesky factor)
    {
        float[] candidates = PowerOfTwoScales.Around(scale, PowerOfTwoScales.UnitOf(_quantized));
        double[] best = [];
        double least = double.PositiveInfinity;
        foreach (double candidate in candidates.Length == 0 ? [scale] : Array.ConvertAll(candidates, value => (double)value))
        {
            double[] q = factor.RoundTo(weights, candidate, (wanted, _) => Whole(wanted));
            double loss = Descend(weights, q, candidate, covariance);
            if (loss < least)
            {
                (best, scale, least) = (q, candidate, loss);
            }
        }

        return best;
    }

    private static double[] Nearest(double[] weights, double scale) =>
        Array.ConvertAll(weights, weight => Whole(weight / scale));

    private static double Whole(double wanted) => Math.Clamp(Math.Round(wanted, MidpointRounding.AwayFromZero), -WeightQuantizer.Highest, WeightQuantizer.Highest);

    /// <summary>The scale with the least error, each weight's counted with the variance of its input: clipping the largest may pay.</summary>
    private static double ChooseScale(double[] weights, double[] covariance, double given)
    {
        double largest = 0;
        foreach (double weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        double full = largest / WeightQuantizer.Highest;
        if (full < given * 0.5)
        {
            return given; // it was raised to keep multiplier or bias in range
        }

        double best = full;
        double least = double.PositiveInfinity;
        foreach (double share in s_shrinkage)
        {
            double scale = (float)(full * share);
            double[] q = Nearest(weights, scale);
            double error = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double difference = weights[i] - (q[i] * scale);
                error += difference * difference * covariance[(i * weights.Length) + i];
            }

            if (error < least)
            {
                least = error;
                best = scale;
            }
        }

        return best;
    }

    /// <summary>Moves one weight at a time to its best value given the others, while that helps.</summary>
    /// <returns>The squared error.</returns>
    private static double Descend(double[] weights, double[] q, double scale, double[] covariance)
    {
        int taps = weights.Length;
        double[] gradient = new double[taps]; // C (w - q scale)
        for (int i = 0; i < taps; i++)
        {
            double difference = weights[i] - (q[i] * scale);
            for (int j = 0; j < taps; j++)
            {
                gradient[j] += covariance[(i * taps) + j] * difference;
            }
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool isChanged = false;
            for (int i = 0; i < taps; i++)
            {
                double better = Whole(q[i] + (gradient[i] / (covariance[(i * taps) + i] * scale)));
                double change = (better - q[i]) * scale;
                if (change == 0)
                {
                    continue;
                }

                q[i] = better;
                isChanged = true;
                for (int j = 0; j < taps; j++)
                {
                    gradient[j] -= covariance[(i * taps) + j] * change;
                }
            }

            if (!isChanged)
            {
                break;
            }
        }

        double loss = 0;
        for (int i = 0; i < taps; i++)
        {
            loss += (weights[i] - (q[i] * scale)) * gradient[i];
        }

        return loss;
    }

    private void Write()
    {
        Tensor old = _quantized.Inputs[1];
        float inputScale = _quantized.Inputs[0].Quantization!.Scale;
        float[] bias = Array.ConvertAll(_bias, value => (float)value);
        _quantized.Inputs[1] = new Tensor(old.Name, ElementType.Int8, old.Shape)
        {
            Data = _rounded,
            Quantization = new QuantizationParameters(_scales, new int[_scales.Length], old.Quantization!.Axis),
            SourceIndex = old.SourceIndex,
        };
        _quantized.Inputs[2] = WeightQuantizer.QuantizeBias(_quantized.Inputs[2].Name, bias, inputScale, _scales);
    }
}
