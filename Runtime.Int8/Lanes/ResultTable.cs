using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// One table from the requantized value to the output byte: clamp, zero point and the operator's own table in one look-up.
    /// Index = u + <see cref="Base"/>, where u is the result before the clamp, offset binary. The table lies in the scratch
    /// bytes and stays there from call to call as long as operators clamp alike. Where they have no room for it, each result is computed as the
    /// reference does: all channels are then prepared as those that have no window (<see cref="LaneExceptions"/>).
    /// </summary>
    internal static class ResultTable
    {
        /// <summary>Entries: a window spans at most 1024, and its ends may be off by one.</summary>
        public const int Entries = 1026;

        /// <summary>First index in the scratch bytes; what lies before it holds the weights of a block.</summary>
        public const int Start = 192;

        /// <summary>Result in the middle of each window: the first above 0, so that the upper half of the window is what is not 0.</summary>
        public const int Middle = 1;

        /// <summary>Last index.</summary>
        public const int Last = Start + Entries - 1;

        /// <summary>Results down to -Below have an entry: half of the largest window below the middle, and one for a tie correction.</summary>
        public const int Below = 512 + 1 - Middle;

        /// <summary>Index of u = 0.</summary>
        public const int Base = Start + Below;

        /// <summary>Bytes of scratch up to the end of what this class uses.</summary>
        public const int End = Kind + 3;

        /// <summary>What the table holds: <see cref="Clamped"/>, min, max, or <see cref="Own"/>; 0 before the first call, and what lies there otherwise where another table lies over it.</summary>
        public const int Kind = Start + Entries;

        /// <summary>What the table of kernels that shift holds, if scratch bytes reach so far: 1, min, max for a plain clamp. It lies over this one, which has its lowest result in <see cref="Kind"/> then.</summary>
        public const int ShiftKind = (1 << PowersOfTwo.IndexBits) + Start;

        /// <summary>Kind of a plain clamp.</summary>
        public const int Clamped = 255;

        /// <summary>Kind of an operator's own table.</summary>
        public const int Own = 254;

        /// <summary>Whether the scratch bytes have room for a table.</summary>
        public static bool HasRoom(Stage stage)
        {
            return stage.ScratchBytes.Length >= End;
        }

        /// <summary>Fills the table for an operator, where there is room for one.</summary>
        /// <param name="stage">Clamp and table.</param>
        /// <returns>The scratch bytes, which hold the table.</returns>
        public static byte[] Build(Stage stage)
        {
            byte[] scratch = stage.ScratchBytes;
            if (scratch.Length < End)
            {
                return scratch;
            }

            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            if (stage.HasTable)
            {
                scratch[Kind] = Own;
                Array.Copy(stage.Table, stage.TableOffset + min, scratch, Base + min, max - min + 1);
            }
            else
            {
                if (scratch[Kind] == Clamped && scratch[Kind + 1] == min && scratch[Kind + 2] == max)
                {
                    return scratch;
                }

                if (HasShifts(scratch, min, max))
                {
                    Array.Copy(scratch, PowersOfTwo.Below + min, scratch, Base + min, max - min + 1);
                }
                else
                {
                    Count(scratch, Base + min, min, max);
                }

                scratch[Kind] = Clamped;
                scratch[Kind + 1] = (byte)min;
                scratch[Kind + 2] = (byte)max;
            }

            Fill(scratch, Start, Below + min, scratch[Base + min]);
            Fill(scratch, Base + max + 1, Entries - Below - max - 1, scratch[Base + max]);
            return scratch;
        }

        /// <summary>Whether the table of kernels that shift holds a plain clamp.</summary>
        public static bool HasShifts(byte[] scratch, int min, int max)
        {
            return scratch.Length > ShiftKind + 2 && scratch[Kind] == min && min < Own && scratch[ShiftKind] == 1 && scratch[ShiftKind + 1] == min && scratch[ShiftKind + 2] == max;
        }

        /// <summary>Stores first, first + 1 ... last.</summary>
        public static void Count(byte[] bytes, int index, int first, int last)
        {
            for (; first <= last - 3; first += 4)
            {
                bytes[index] = (byte)first;
                bytes[index + 1] = (byte)(first + 1);
                bytes[index + 2] = (byte)(first + 2);
                bytes[index + 3] = (byte)(first + 3);
                index += 4;
            }

            for (; first <= last; first++)
            {
                bytes[index] = (byte)first;
                index++;
            }
        }

        /// <summary>Stores one value: zeros with one native call, else copies in growing pieces from four stores on, which cost as much as a native copy.</summary>
        public static void Fill(byte[] bytes, int start, int count, byte value)
        {
            if (count <= 0)
            {
                return;
            }

            if (value == 0)
            {
                Array.Clear(bytes, start, count);
                return;
            }

            if (count < 4)
            {
                for (count += start; start < count; start++)
                {
                    bytes[start] = value;
                }

                return;
            }

            bytes[start] = value;
            bytes[start + 1] = value;
            bytes[start + 2] = value;
            bytes[start + 3] = value;
            int done = 4;
            while (done < count)
            {
                int piece = done < count - done ? done : count - done;
                Array.Copy(bytes, start, bytes, start + done, piece);
                done += piece;
            }
        }
    }
}
