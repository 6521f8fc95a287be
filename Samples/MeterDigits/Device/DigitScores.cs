using Edge.Firmware.Results;
using Edge.Runtime.Int8;

namespace Edge.MeterDigits.Device
{
    /// <summary>Turns the network's int8 output into a class, its confidence, and the pair of neighbouring digits it resembles.</summary>
    internal sealed class DigitScores
    {
        private const int Digits = 10;
        private const float Ln2 = 0.6931472f;

        private readonly ClassProbability _probability;
        private readonly int _classes;
        private readonly int _twiceSteps; // between two logits of which one is twice as likely

        /// <summary>Prepares for an output; <see cref="Fits"/> must hold.</summary>
        public DigitScores(TensorInfo output)
        {
            _classes = output.Length;
            _probability = new ClassProbability(output);
            float steps = Ln2 / output.Scale;
            _twiceSteps = steps < 255 ? (int)steps + 1 : 255;
        }

        /// <summary>Whether an output has ten digits, or ten digits and "not readable".</summary>
        public static bool Fits(TensorInfo output)
        {
            return output.Length == Digits || output.Length == Digits + 1;
        }

        /// <summary>Fills in what was seen. Allocates nothing.</summary>
        /// <param name="scores">[classes] int8; 0 to 9 are the digits, 10 is "not readable".</param>
        /// <param name="result">Receives class, confidence and pair.</param>
        public void Judge(sbyte[] scores, DigitResult result)
        {
            int best = 0;
            for (int i = 1; i < _classes; i++)
            {
                best = scores[i] > scores[best] ? i : best;
            }

            result.SeenClass = best;
            result.ConfidencePermille = _probability.Permille(scores, best);
            int first = 0;
            int pair = 0;
            for (int i = 1; i < Digits; i++)
            {
                first = scores[i] > scores[first] ? i : first;
                pair = PairScore(scores, i) > PairScore(scores, pair) ? i : pair;
            }

            int second = first == 0 ? 1 : 0;
            for (int i = 0; i < Digits; i++)
            {
                second = i != first && scores[i] > scores[second] ? i : second;
            }

            int third = int.MinValue;
            for (int i = 0; i < Digits; i++)
            {
                third = i != first && i != second && scores[i] > third ? scores[i] : third;
            }

            result.PairLower = pair;
            result.IsPairClear = ((first + 1) % Digits == second || (second + 1) % Digits == first) && IsTwiceAsLikely(scores[second], third);
        }

        private bool IsTwiceAsLikely(int score, int other)
        {
            return _probability.IsProbability
                ? score - ClassProbability.ProbabilityZeroPoint > 2 * (other - ClassProbability.ProbabilityZeroPoint)
                : score - other >= _twiceSteps;
        }

        private static int PairScore(sbyte[] scores, int lower)
        {
            return scores[lower] + scores[(lower + 1) % Digits];
        }
    }
}
