using System;
using Edge.Runtime.Int8;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>A block of channels as a streamed operator has it: weights and parameters of these channels only.</summary>
    internal static class StreamedBlock
    {
        /// <summary>A stage that shares everything but weights and parameters with <paramref name="whole"/>.</summary>
        public static Stage Load(Stage whole, int channel, int count)
        {
            int taps = whole.TapsPerChannel;
            var stage = new Stage
            {
                OpCode = whole.OpCode,
                OperatorId = whole.OperatorId,
                Rounding = whole.Rounding,
                InputCount = 1,
                Input = whole.Input,
                Output = whole.Output,
                KernelH = whole.KernelH,
                KernelW = whole.KernelW,
                StrideH = whole.StrideH,
                StrideW = whole.StrideW,
                PadTop = whole.PadTop,
                PadLeft = whole.PadLeft,
                Groups = whole.Groups,
                WeightZeroPoint = whole.WeightZeroPoint,
                ResultZeroPoint = whole.ResultZeroPoint,
                ActivationMin = whole.ActivationMin,
                ActivationMax = whole.ActivationMax,
                TapsPerChannel = taps,
                LaneTaps = whole.LaneTaps,
                HasTable = whole.HasTable,
                Table = whole.Table,
                TableOffset = whole.TableOffset,
                Lanes = whole.Lanes,
                ScratchBytes = whole.ScratchBytes,
                IsStreamed = true,
                BlockChannels = count,
                FirstChannel = channel,
                Weights = new byte[7 + (count * taps)],
                WeightsOffset = 7,
                Parameters = new int[2 + (3 * count)],
                ParameterBase = 2,
                ParameterStride = count,
            };
            stage.Inputs[0] = whole.Input;
            Array.Copy(whole.Weights, whole.WeightsOffset + (channel * taps), stage.Weights, stage.WeightsOffset, count * taps);
            for (int kind = 0; kind < 3; kind++)
            {
                Array.Copy(whole.Parameters, whole.ParameterBase + (kind * whole.ParameterStride) + channel, stage.Parameters, 2 + (kind * count), count);
            }

            return stage;
        }
    }
}
