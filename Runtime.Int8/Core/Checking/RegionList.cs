using System;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Regions of the banks that are in use: those of kept tensors in ascending order, and behind them those of the group that is being
    /// checked. Finding one takes the logarithm of their number; only native copies take longer.
    /// </summary>
    internal sealed class RegionList
    {
        private readonly int[] _starts;
        private readonly int[] _ends;
        private readonly int[] _owners; // of kept regions: tensor << 8 | band; of the group's: the tensor they may lie over, or -1
        private int _kept;
        private int _count;

        /// <summary>Makes an empty list.</summary>
        public RegionList(ProgramHeader header)
        {
            // The largest group, its window and every kept tensor with all their bands, each of which takes two bytes of the program at least.
            long bound = ((long)(header.MaxBuffers + header.TensorCount) * header.MaxBands) + (2 * header.MaxStages) + 1;
            bound = bound < header.ProgramBytes ? bound : header.ProgramBytes;
            int regions = bound < BlobFormat.MaxRegions ? (int)bound : BlobFormat.MaxRegions;
            _starts = new int[regions];
            _ends = new int[regions];
            _owners = new int[regions];
        }

        /// <summary>One number for a place in a bank; banks are below 2^15 bytes, so no two regions of different banks touch.</summary>
        public static int Address(int bank, int offset)
        {
            return (bank << 15) | offset;
        }

        /// <summary>Forgets the regions of the group before.</summary>
        public void BeginGroup()
        {
            _count = _kept;
        }

        /// <summary>Adds a region of the group; false when there are too many.</summary>
        /// <param name="address">Where it begins.</param>
        /// <param name="bytes">Its size.</param>
        /// <param name="over">The kept tensor that it may lie over, or -1.</param>
        public bool Add(int address, int bytes, int over)
        {
            if (_count == _starts.Length)
            {
                return false;
            }

            _starts[_count] = address;
            _ends[_count] = address + bytes;
            _owners[_count] = over;
            _count++;
            return true;
        }

        /// <summary>Whether no region of the group overlaps another or that of a kept tensor which it may not lie over.</summary>
        public bool AreDisjoint()
        {
            Sort();
            for (int i = _kept; i < _count; i++)
            {
                if (i + 1 < _count && _ends[i] > _starts[i + 1])
                {
                    return false;
                }

                // Kept regions are apart, so of those that begin below only the last can reach this one.
                int above = Find(_starts[i]);
                for (int kept = above > 0 ? above - 1 : 0; kept < _kept && _starts[kept] < _ends[i]; kept++)
                {
                    if (_ends[kept] > _starts[i] && _owners[kept] >> 8 != _owners[i])
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        /// <summary>The owner of the kept region that begins at an address, or -1.</summary>
        public int OwnerAt(int address)
        {
            int index = Find(address);
            return index < _kept && _starts[index] == address ? _owners[index] : -1;
        }

        /// <summary>Adds a kept region; false when there are too many. The group's regions are lost.</summary>
        public bool Keep(int address, int bytes, int owner)
        {
            if (_kept == _starts.Length)
            {
                return false;
            }

            int index = Find(address);
            Move(index, index + 1);
            _starts[index] = address;
            _ends[index] = address + bytes;
            _owners[index] = owner;
            _kept++;
            return true;
        }

        /// <summary>Removes the kept region that begins at an address.</summary>
        public void Release(int address)
        {
            int index = Find(address);
            Move(index + 1, index);
            _kept--;
        }

        private void Move(int from, int to)
        {
            int count = _kept - from;
            Array.Copy(_starts, from, _starts, to, count);
            Array.Copy(_ends, from, _ends, to, count);
            Array.Copy(_owners, from, _owners, to, count);
        }

        /// <summary>The first kept region that begins at an address or above it.</summary>
        private int Find(int address)
        {
            int low = 0;
            int high = _kept;
            while (low < high)
            {
                int middle = (low + high) >> 1;
                if (_starts[middle] < address)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }

        /// <summary>Sorts the group's regions by address (heapsort: never slower than n log n, whatever the blob).</summary>
        private void Sort()
        {
            int count = _count - _kept;
            for (int i = (count >> 1) - 1; i >= 0; i--)
            {
                Sift(i, count);
            }

            for (int last = count - 1; last > 0; last--)
            {
                int start = _starts[_kept + last];
                int end = _ends[_kept + last];
                int owner = _owners[_kept + last];
                _starts[_kept + last] = _starts[_kept];
                _ends[_kept + last] = _ends[_kept];
                _owners[_kept + last] = _owners[_kept];
                _starts[_kept] = start;
                _ends[_kept] = end;
                _owners[_kept] = owner;
                Sift(0, last);
            }
        }

        private void Sift(int index, int count)
        {
            int[] starts = _starts;
            int[] ends = _ends;
            int[] owners = _owners;
            int first = _kept;
            int start = starts[first + index];
            int end = ends[first + index];
            int owner = owners[first + index];
            while (true)
            {
                int child = (2 * index) + 1;
                if (child >= count)
                {
                    break;
                }

                if (child + 1 < count && starts[first + child + 1] > starts[first + child])
                {
                    child++;
                }

                if (starts[first + child] <= start)
                {
                    break;
                }

                starts[first + index] = starts[first + child];
                ends[first + index] = ends[first + child];
                owners[first + index] = owners[first + child];
                index = child;
            }

            starts[first + index] = start;
            ends[first + index] = end;
            owners[first + index] = owner;
        }
    }
}
