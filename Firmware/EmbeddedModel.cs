using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware
{
    // `edge pack -o Firmware/Model` writes a class with a model in place of this one. As it stands the app has none: it runs what it
    // finds on internal storage or the card, and stays in its safe state until there is something.

    /// <summary>The model in the app.</summary>
    internal static class EmbeddedModel
    {
        /// <summary>Opens the model.</summary>
        /// <returns>Its bytes, or null when the app has none.</returns>
        public static WeightSource Open()
        {
            return null;
        }

        /// <summary>An input to show it at work.</summary>
        /// <returns>Bytes as a host would send them, or null.</returns>
        public static byte[] Sample()
        {
            return null;
        }

        /// <summary>The kernels that models run on.</summary>
        /// <returns>Kernels for any model; <c>edge pack --specialize</c> writes some for this one, which run any other, too.</returns>
        public static KernelSet Kernels()
        {
            return new PackedKernels();
        }
    }
}
