using System;
using Edge.Runtime.Int8;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Gives a stage its blocks of channels as a streamed operator gets them: weights and parameters of these channels only.</summary>
    internal sealed class StreamedBlocks
    {
        private const int FirstWeight = 7;
        private const int FirstParameter = 2;

        private readonly Stage _stage;
        private readonly byte[] _weights;
        private readonly int[] _parameters;
        private readonly int _weightsOffset;
        private readonly int _parameterBase;
        private readonly int _parameterStride;

        /// <summary>Takes the weights and parameters of all channels from <paramref name="stage"/>.</summary>
        public StreamedBlocks(Stage stage)
        {
            _stage = stage;
            _weights = stage.Weights;
            _parameters = stage.Parameters;
            _weightsOffset = stage.WeightsOffset;
            _parameterBase = stage.ParameterBase;
            _parameterStride = stage.ParameterStride;
        }

        /// <summary>Loads a block.</summary>
        public void Load(int channel, int count)
        {
            Stage stage = _stage;
            int taps = stage.TapsPerChannel;
            stage.IsStreamed = true;
            stage.BlockChannels = count;
            stage.FirstChannel = channel;
            stage.Weights = new byte[FirstWeight + (count * taps)];
            stage.WeightsOffset = FirstWeight;
            stage.Parameters = new int[FirstParameter + (3 * count)];
            stage.ParameterBase = FirstParameter;
            stage.ParameterStride = count;
            Array.Copy(_weights, _weightsOffset + (channel * taps), stage.Weights, FirstWeight, count * taps);
            for (int kind = 0; kind < 3; kind++)
            {
                Array.Copy(_parameters, _parameterBase + (kind * _parameterStride) + channel, stage.Parameters, FirstParameter + (kind * count), count);
            }
        }

        /// <summary>Gives all channels back.</summary>
        public void Unload()
        {
            Stage stage = _stage;
            stage.IsStreamed = false;
            stage.BlockChannels = 0;
            stage.FirstChannel = 0;
            stage.Weights = _weights;
            stage.WeightsOffset = _weightsOffset;
            stage.Parameters = _parameters;
            stage.ParameterBase = _parameterBase;
            stage.ParameterStride = _parameterStride;
        }
    }
}
