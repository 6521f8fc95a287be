using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.Models
{
    /// <summary>Makes engines that run on a set of kernels.</summary>
    internal sealed class Int8EngineFactory : IEngineFactory
    {
        private readonly KernelSet _kernels;

        /// <summary>Keeps the kernels.</summary>
        public Int8EngineFactory(KernelSet kernels)
        {
            _kernels = kernels;
        }

        /// <inheritdoc />
        public string KernelsName
        {
            get { return _kernels.Name; }
        }

        /// <inheritdoc />
        public IModelEngine Load(WeightSource source)
        {
            return new Int8Engine(Int8Model.Load(source, _kernels), source as StorageWeightSource);
        }
    }
}
