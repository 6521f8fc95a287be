namespace Edge.Runtime.Int8
{
    /// <summary>What an input of noise gives, as the converter saw it; read from a blob.</summary>
    internal sealed class SelfTest
    {
        private const int HashStart = unchecked((int)2166136261);
        private const int HashPrime = 16777619;

        private readonly int _seed;
        private readonly int _hash;

        /// <summary>Keeps the numbers of a blob.</summary>
        /// <param name="seed">Number that the input stands for.</param>
        /// <param name="hash">What <see cref="Hash"/> has to be of the outputs.</param>
        public SelfTest(int seed, int hash)
        {
            _seed = seed;
            _hash = hash;
        }

        /// <summary>Number that the input stands for.</summary>
        public int Seed
        {
            get { return _seed; }
        }

        /// <summary>Whether outputs are those that the blob promises.</summary>
        public bool Accepts(sbyte[][] outputs)
        {
            return Hash(outputs) == _hash;
        }

        /// <summary>FNV-1a, 32 bits, of all outputs one after the other. Allocates nothing.</summary>
        public static int Hash(sbyte[][] outputs)
        {
            int hash = HashStart;
            for (int i = 0; i < outputs.Length; i++)
            {
                sbyte[] output = outputs[i];
                int length = output.Length;
                for (int j = 0; j < length; j++)
                {
                    hash = (hash ^ (output[j] & 0xFF)) * HashPrime;
                }
            }

            return hash;
        }
    }
}
