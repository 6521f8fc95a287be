using System;
using Edge.Runtime.Int8;

namespace Edge.Firmware.Results
{
    // Softmax of the dequantized logits: for the best class 1 / sum of e^(scale * (q - best)). An output of scale 1/256 and zero
    // point -128 is that of a softmax or a logistic: its values are probabilities already.

    /// <summary>Probability of the best class of a classifier's int8 output.</summary>
    internal sealed class ClassProbability
    {
        /// <summary>Stands for the probability where there is none: the output is no list of classes.</summary>
        public const int Unknown = -1;

        /// <summary>Probability 0 of an output that <see cref="IsProbability"/>.</summary>
        public const int ProbabilityZeroPoint = -128;

        private const int ProbabilitySteps = 256;
        private const float ProbabilityScale = 1f / ProbabilitySteps;

        // A quotient a hair below a whole number counts as that number, whichever library computed the powers.
        private const double Hair = 1e-6;

        private readonly int _classes;
        private readonly double _scale;

        /// <summary>Prepares for an output.</summary>
        public ClassProbability(TensorInfo output)
        {
            _classes = output.Length;
            _scale = output.Scale;
            IsProbability = output.Scale == ProbabilityScale && output.ZeroPoint == ProbabilityZeroPoint;
            IsKnown = output.Height == 1 && output.Width == 1 && (IsProbability || output.Channels > 1);
        }

        /// <summary>The values are probabilities already; otherwise logits.</summary>
        public bool IsProbability { get; private set; }

        /// <summary>The output is a list of classes, so that the largest of its values has a probability.</summary>
        public bool IsKnown { get; private set; }

        /// <summary>Probability of the best class. Allocates nothing.</summary>
        /// <param name="scores">The output, q.</param>
        /// <param name="best">Index of its largest value.</param>
        /// <returns>0 to 1000, rounded down.</returns>
        public int Permille(sbyte[] scores, int best)
        {
            int top = scores[best];
            if (IsProbability)
            {
                return ((top - ProbabilityZeroPoint) * 1000) / ProbabilitySteps;
            }

            double sum = 0;
            for (int i = 0; i < _classes; i++)
            {
                sum += Math.Exp(_scale * (scores[i] - top));
            }

            return (int)((1000 / sum) + Hair);
        }
    }
}
