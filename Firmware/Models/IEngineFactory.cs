using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.Models
{
    /// <summary>Makes engines from bytes.</summary>
    internal interface IEngineFactory
    {
        /// <summary>Name of the kernels that really run.</summary>
        string KernelsName { get; }

        /// <summary>Opens and checks a model.</summary>
        /// <param name="source">Its bytes; stays in use.</param>
        /// <exception cref="ModelFormatException">The model cannot be used.</exception>
        IModelEngine Load(WeightSource source);
    }
}
