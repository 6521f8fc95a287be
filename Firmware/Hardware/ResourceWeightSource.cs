using System;
using System.Resources;
using Edge.Runtime.Int8.Weights;
using nanoFramework.Runtime.Native;

namespace Edge.Firmware.Hardware
{
    /// <summary>
    /// A model that is a resource of the app, read in place from mapped flash. Every read returns a fresh array, so the
    /// runtime's large windows keep the garbage down. <c>edge pack</c> writes the class that names the resource.
    /// </summary>
    internal sealed class ResourceWeightSource : WeightSource
    {
        private readonly ResourceManager _manager;
        private readonly Enum _id;
        private readonly int _length;

        /// <summary>Makes the source.</summary>
        /// <param name="manager">Manager of the resource file.</param>
        /// <param name="id">Resource, a byte array.</param>
        /// <param name="length">Its bytes.</param>
        public ResourceWeightSource(ResourceManager manager, Enum id, int length)
        {
            _manager = manager;
            _id = id;
            _length = length;
        }

        /// <inheritdoc />
        public override int Length
        {
            get { return _length; }
        }

        /// <inheritdoc />
        public override int Read(int position, byte[] destination, int offset, int count)
        {
            int available = _length - position;
            int copied = available < count ? available : count;
            if (position < 0 || copied <= 0)
            {
                return 0;
            }

            var bytes = (byte[])ResourceUtility.GetObject(_manager, _id, position, copied);
            Array.Copy(bytes, 0, destination, offset, bytes.Length);
            return bytes.Length;
        }
    }
}
