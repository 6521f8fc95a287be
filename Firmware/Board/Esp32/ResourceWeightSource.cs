using System;
using System.Resources;
using Edge.Runtime.Int8.Weights;
using nanoFramework.Runtime.Native;
using NativeGC = nanoFramework.Runtime.Native.GC;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>
    /// A model that is a resource of the app, read in place from mapped flash. Every access returns a fresh array, so a
    /// window is read in small parts. <c>edge pack</c> writes the class that names the resource.
    /// </summary>
    internal sealed class ResourceWeightSource : WeightSource
    {
        // An access costs about 3,700 host instructions whatever its length, a collection about 60,000 (measured on the host
        // build of nanoCLR; an inference of the digits takes 10^8). Small parts find room on a heap that is nearly full, and
        // collecting early keeps allocations from failing in the middle of an inference (docs/decisions.md, "Memory").
        private const int PartBytes = 1024;
        private const int GarbageBytes = 4096;

        private readonly ResourceManager _manager;
        private readonly Enum _id;
        private readonly int _length;
        private int _garbage;

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

            for (int done = 0; done < copied; done += PartBytes)
            {
                int part = copied - done < PartBytes ? copied - done : PartBytes;
                var bytes = (byte[])ResourceUtility.GetObject(_manager, _id, position + done, part);
                Array.Copy(bytes, 0, destination, offset + done, part);
                bytes = null;
                _garbage += part;
                if (_garbage >= GarbageBytes)
                {
                    NativeGC.Run(false);
                    _garbage = 0;
                }
            }

            return copied;
        }
    }
}
