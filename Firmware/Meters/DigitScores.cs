using Edge.Runtime.Int8;

namespace Edge.Firmware.Meters
{
    // Softmax of the logits: e^(scale * (q - qmax)) from a table of 256 entries in 1/65536, made once. e^-scale by its series,
    // further powers by multiplication; IEEE doubles, so the table is the same everywhere. A network that ends in a softmax
    // (scale 1/256, zero point -128) gives probabilities already.

    /// <summary>Turns the network's int8 output into a class, its confidence, and the pair of neighbouring digits it resembles.</summary>
    internal sealed class DigitScores
    {
        private const int Digits = 10;
        private const int TableSize = 256;
        private const double TableOne = 65536;
        private const int SeriesTerms = 40;
        private const int SoftmaxZeroPoint = -128;
        private const float SoftmaxScale = 1f / 256;

        private readonly int[] _table; // [qmax - q], or null when the output holds probabilities
        private readonly int _classes;

        /// <summary>Prepares for an output; <see cref="Fits"/> must hold.</summary>
        public DigitScores(TensorInfo output)
        {
            _classes = output.Length;
            bool isSoftmax = output.Scale == SoftmaxScale && output.ZeroPoint == SoftmaxZeroPoint;
            _table = isSoftmax ? null : MakeTable(output.Scale);
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
            result.ConfidencePermille = Confidence(scores, best);
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

            result.PairLower = pair;
            result.IsPairClear = (first + 1) % Digits == second || (second + 1) % Digits == first;
        }

        private static int PairScore(sbyte[] scores, int lower)
        {
            return scores[lower] + scores[(lower + 1) % Digits];
        }

        private int Confidence(sbyte[] scores, int best)
        {
            if (_table == null)
            {
                return ((scores[best] - SoftmaxZeroPoint) * 1000) / 256;
            }

            int sum = 0; // at most 11 * 2^16
            for (int i = 0; i < _classes; i++)
            {
                sum += _table[scores[best] - scores[i]];
            }

            return (int)((_table[0] * 1000L) / sum);
        }

        private static int[] MakeTable(float scale)
        {
            double step = 1;
            double term = 1;
            double exponent = scale < 16 ? scale : 16;
            for (int i = 1; i < SeriesTerms; i++)
            {
                term = (term * exponent) / i;
                step += term;
            }

            var table = new int[TableSize];
            double power = TableOne;
            for (int i = 0; i < TableSize; i++)
            {
                table[i] = (int)(power + 0.5);
                power /= step;
            }

            return table;
        }
    }
}
