using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>
    /// A group as the native walk reads it: a head, the offset of each stage's record, the records, and the walk's stack. The head's
    /// layout is that of kernels/edge_walk.h, and a test keeps both in step.
    /// </summary>
    internal static class NativeProgram
    {
        public const int Version = 0;
        public const int Length = 1;
        public const int StageCount = 2;
        public const int Stack = 3;
        public const int Depth = 4;
        public const int Root = 5;
        public const int First = 6;
        public const int Count = 7;
        public const int Bank = 8;
        public const int Offset = 9;
        public const int IsAsked = 10;
        public const int WindowStart = 11;
        public const int Needs = 12;
        public const int Ints = 13;

        /// <summary>Ints of a frame of the stack.</summary>
        public const int FrameInts = 4;

        /// <summary>Makes the program of a decoded group.</summary>
        public static int[] Make(GroupDecoder group, NativeRecord record)
        {
            int stages = group.StageCount;
            int records = 0;
            for (int i = 0; i < stages; i++)
            {
                record.Fill(group.Stages[i]);
                records += record.Values[NativeRecord.Length];
            }

            int[] program = new int[Ints + stages + records + (FrameInts * stages)];
            program[Version] = NativeRecord.Version;
            program[Length] = program.Length;
            program[StageCount] = stages;
            program[Stack] = Ints + stages + records;
            program[Depth] = -1;
            program[WindowStart] = group.WindowOffset;
            int position = Ints + stages;
            for (int i = 0; i < stages; i++)
            {
                Edge.Runtime.Int8.Stage stage = group.Stages[i];
                record.Fill(stage);
                int count = record.Values[NativeRecord.Length];
                program[Ints + i] = position;
                for (int k = 0; k < count; k++)
                {
                    program[position + k] = record.Values[k];
                }

                bool isConvolution = stage.OpCode == OpCode.Conv2D || stage.OpCode == OpCode.DepthwiseConv2D;
                if (isConvolution && stage.IsStreamed)
                {
                    program[position + NativeRecord.WeightBank] = group.WindowBank;
                    program[position + NativeRecord.WeightOffset] = group.WindowOffset + (BlobFormat.ParameterBytes * stage.BlockChannels);
                }
                else if (isConvolution)
                {
                    program[position + NativeRecord.WeightBank] = stage.ResidentBank;
                    program[position + NativeRecord.WeightOffset] = stage.ResidentOffset;
                }

                position += count;
            }

            return program;
        }
    }
}
