using System;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Depthwise = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.DepthwiseConv2D;
using Transpose = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.TransposeConv;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// Dilated and transposed convolutions, which the converter turns into other ones: what every kernel set gives against the definition,
/// written from the file's own weights and shapes.
/// </summary>
[TestClass]
public sealed class SpreadConvolutionTests
{
    private const int Elements = 100_000;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Dilated_convolutions_have_the_bytes_of_the_definition(bool isDepthwise)
    {
        int compared = 0;
        for (int seed = 1; compared < Elements; seed++)
        {
            var draw = new Draw(seed, isTransposed: false, isDepthwise);
            compared += draw.Compare();
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Convolutions_over_a_batch_of_blocks_have_the_bytes_of_the_dilated_one(bool isDepthwise)
    {
        int compared = 0;
        for (int seed = 1; compared < Elements; seed++)
        {
            var draw = new Draw(seed, isTransposed: false, isDepthwise, isBatched: true);
            compared += draw.Compare();
        }
    }

    [TestMethod]
    public void Transposed_convolutions_have_the_bytes_of_the_definition()
    {
        int compared = 0;
        for (int seed = 1; compared < Elements; seed++)
        {
            var draw = new Draw(seed, isTransposed: true, isDepthwise: false);
            compared += draw.Compare();
        }
    }

    /// <summary>One random layer.</summary>
    private sealed class Draw
    {
        private readonly Random _random;
        private readonly int _seed;
        private readonly bool _isTransposed;
        private readonly bool _isDepthwise;
        private readonly bool _isBatched; // the dilation is spelled by a batch of blocks
        private readonly (int H, int W) _image;
        private readonly (int H, int W) _kernel;
        private readonly (int H, int W) _stride;
        private readonly (int H, int W) _dilation;
        private readonly (int H, int W) _output;
        private readonly (int H, int W) _before;
        private readonly TflitePadding _padding;
        private readonly int _channels;
        private readonly int _filters;
        private readonly sbyte[] _weights; // [O,kh,kw,I] or [1,kh,kw,O]
        private readonly int[] _bias;
        private readonly float[] _scales;
        private readonly int _zeroIn;
        private readonly int _zeroOut;
        private readonly float _scaleIn = 0.02f;
        private readonly float _scaleOut;

        public Draw(int seed, bool isTransposed, bool isDepthwise, bool isBatched = false)
        {
            _seed = seed;
            _random = new Random(seed);
            _isTransposed = isTransposed;
            _isDepthwise = isDepthwise;
            _isBatched = isBatched;
            _channels = _random.Next(1, 9);
            _filters = isDepthwise ? _channels * _random.Next(1, 3) : _random.Next(1, 9);
            _kernel = (_random.Next(1, 5), _random.Next(1, 5));
            _stride = isBatched ? (1, 1) : (_random.Next(1, 4), _random.Next(1, 4));
            _dilation = isTransposed ? (1, 1) : (_random.Next(1, 4), _random.Next(1, 4));
            _padding = _random.Next(2) == 0 ? TflitePadding.Same : TflitePadding.Valid;
            (int h, int w) = (Extent(_kernel.H, _dilation.H), Extent(_kernel.W, _dilation.W));
            (int H, int W) large = (h + _random.Next(0, 12), w + _random.Next(0, 12));
            (int H, int W) small = (Size(large.H, h, _stride.H), Size(large.W, w, _stride.W));
            _before = _padding == TflitePadding.Same ? (Before(large.H, small.H, h, _stride.H), Before(large.W, small.W, w, _stride.W)) : (0, 0);
            (_image, _output) = isTransposed ? (small, large) : (large, small);
            int perFilter = _kernel.H * _kernel.W * (isDepthwise ? 1 : _channels);
            _weights = [.. Enumerable.Range(0, _filters * perFilter).Select(_ => (sbyte)_random.Next(-127, 128))];
            _bias = [.. Enumerable.Range(0, _filters).Select(_ => _random.Next(-9000, 9000))];
            _scales = [.. Enumerable.Range(0, _filters).Select(_ => (float)(0.001 + (_random.NextDouble() * 0.01)))];
            _zeroIn = _random.Next(-128, 128);
            _zeroOut = _random.Next(-128, 128);
            _scaleOut = (float)(_scaleIn * 0.005 * 5000 * Math.Sqrt(perFilter) / 60);
        }

        /// <summary>Compares every kernel set, fused and plain, and returns the number of elements.</summary>
        public int Compare()
        {
            ModelGraph graph = TfliteReader.Read(File(), "random.tflite");
            sbyte[] input = [.. Enumerable.Range(0, _image.H * _image.W * _channels).Select(_ => (sbyte)_random.Next(-128, 128))];
            sbyte[] expected = Expected(input);
            byte[] blob = ModelConverter.Convert(graph, new ConversionOptions { Fuse = _seed % 2 == 0, IsPlain = _seed % 2 != 0, SramBytes = null }).Blob;
            foreach (string kernels in KernelSets.Names)
            {
                sbyte[] actual = ModelRunner.Run(BlobFile.Load("random", blob, KernelSets.Create(kernels)), input)[0];
                CollectionAssert.AreEqual(
                    expected, actual, $"seed {_seed}, {kernels}: image {_image}, kernel {_kernel}, stride {_stride}, dilation {_dilation}, {_padding}, {_channels} to {_filters}");
            }

            return expected.Length;
        }

        private byte[] File()
        {
            var builder = new TfliteFileBuilder();
            int x = builder.Int8("x", [1, _image.H, _image.W, _channels], _scaleIn, _zeroIn);
            int[] shape = _isDepthwise ? [1, _kernel.H, _kernel.W, _filters] : [_filters, _kernel.H, _kernel.W, _channels];
            int w = builder.Int8Constant("w", shape, _weights, _scales, axis: _isDepthwise ? 3 : 0);
            int b = builder.Int32Constant("b", [_filters], _bias);
            int[] output = [1, _output.H, _output.W, _filters];
            int y = builder.Int8("y", output, _scaleOut, _zeroOut);
            if (_isBatched)
            {
                AddBatch(builder, x, w, b, y);
            }
            else if (_isTransposed)
            {
                OptionTable options = new OptionTable(TfliteOptionsType.TransposeConv)
                    .Byte(Transpose.Padding, (int)_padding).Int(Transpose.StrideH, _stride.H).Int(Transpose.StrideW, _stride.W);
                builder.Operator(TfliteOperatorCode.TRANSPOSE_CONV, [builder.Int32Constant("shape", [4], output), w, x, b], [y], options);
            }
            else if (_isDepthwise)
            {
                OptionTable options = SmallModels.DepthwiseOptions(_padding, _stride.H, _stride.W, TfliteActivation.Relu)
                    .Int(Depthwise.DilationH, _dilation.H).Int(Depthwise.DilationW, _dilation.W);
                builder.Operator(TfliteOperatorCode.DEPTHWISE_CONV_2D, [x, w, b], [y], options);
            }
            else
            {
                OptionTable options = SmallModels.ConvOptions(_padding, _stride.H, _stride.W, TfliteActivation.Relu, _dilation.H, _dilation.W);
                builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [y], options);
            }

            return builder.From(x).To(y).Build();
        }

        /// <summary>Every block-th pixel becomes an image of a batch; padding that only fills the blocks is cropped again.</summary>
        private void AddBatch(TfliteFileBuilder builder, int x, int w, int b, int y)
        {
            (int[] rows, int[] rowCrops) = Sides(_image.H, _output.H, Extent(_kernel.H, _dilation.H), _before.H, _dilation.H);
            (int[] columns, int[] columnCrops) = Sides(_image.W, _output.W, Extent(_kernel.W, _dilation.W), _before.W, _dilation.W);
            int[] blocks = [_dilation.H * _dilation.W, (_image.H + rows.Sum()) / _dilation.H, (_image.W + columns.Sum()) / _dilation.W];
            int batch = builder.Int8("batch", [.. blocks, _channels], _scaleIn, _zeroIn);
            int convolved = builder.Int8("convolved", [blocks[0], blocks[1] - _kernel.H + 1, blocks[2] - _kernel.W + 1, _filters], _scaleOut, _zeroOut);
            int block = builder.Int32Constant("block", [2], _dilation.H, _dilation.W);
            builder.Operator(TfliteOperatorCode.SPACE_TO_BATCH_ND, [x, block, builder.Int32Constant("paddings", [2, 2], [.. rows, .. columns])], [batch]);
            OptionTable options = _isDepthwise
                ? SmallModels.DepthwiseOptions(TflitePadding.Valid, 1, 1, TfliteActivation.Relu)
                : SmallModels.ConvOptions(TflitePadding.Valid, 1, 1, TfliteActivation.Relu);
            builder.Operator(_isDepthwise ? TfliteOperatorCode.DEPTHWISE_CONV_2D : TfliteOperatorCode.CONV_2D, [batch, w, b], [convolved], options);
            builder.Operator(TfliteOperatorCode.BATCH_TO_SPACE_ND, [convolved, block, builder.Int32Constant("crops", [2, 2], [.. rowCrops, .. columnCrops])], [y]);
        }

        private (int[] Padding, int[] Crops) Sides(int image, int output, int extent, int before, int block)
        {
            int first = _random.Next(0, 3);
            int after = output - 1 + extent - image - before;
            int last = (block - ((image + before + after + first) % block)) % block;
            return ([before + first, after + last], [first, last]);
        }

        /// <summary>Every input pixel meets every tap once; the sum goes where they belong.</summary>
        private sbyte[] Expected(sbyte[] input)
        {
            long[] sums = new long[_output.H * _output.W * _filters];
            for (int iy = 0; iy < _image.H; iy++)
            {
                for (int ix = 0; ix < _image.W; ix++)
                {
                    for (int tap = 0; tap < _kernel.H * _kernel.W; tap++)
                    {
                        int oy = Place(iy, tap / _kernel.W * _dilation.H, _stride.H, _before.H);
                        int ox = Place(ix, tap % _kernel.W * _dilation.W, _stride.W, _before.W);
                        if (oy < 0 || oy >= _output.H || ox < 0 || ox >= _output.W)
                        {
                            continue;
                        }

                        for (int pair = 0; pair < _filters * _channels; pair++)
                        {
                            int o = pair / _channels;
                            int i = pair % _channels;
                            if (_isDepthwise && i != o / (_filters / _channels))
                            {
                                continue;
                            }

                            int weight = _isDepthwise ? _weights[(tap * _filters) + o] : _weights[(((o * _kernel.H * _kernel.W) + tap) * _channels) + i];
                            sums[(((oy * _output.W) + ox) * _filters) + o] += (long)weight * (input[(((iy * _image.W) + ix) * _channels) + i] - _zeroIn);
                        }
                    }
                }
            }

            int lowest = _isTransposed ? -128 : _zeroOut; // the others end in a ReLU
            return [.. sums.Select((sum, at) =>
            {
                int o = at % _filters;
                int scaled = Rounding.Multiply((int)(sum + _bias[o]), ScaledMultiplier.Of((double)_scaleIn * _scales[o] / _scaleOut));
                return (sbyte)Math.Clamp((long)scaled + _zeroOut, lowest, 127);
            })];
        }

        /// <summary>The output that an input pixel adds to through a tap, or -1.</summary>
        private int Place(int i, int offset, int stride, int before)
        {
            if (_isTransposed)
            {
                return (i * stride) + offset - before;
            }

            int position = i + before - offset;
            return position >= 0 && position % stride == 0 ? position / stride : -1;
        }

        private int Size(int size, int extent, int stride) => _padding == TflitePadding.Same ? (size + stride - 1) / stride : ((size - extent) / stride) + 1;

        private static int Before(int large, int small, int extent, int stride) => Math.Max(((small - 1) * stride) + extent - large, 0) / 2;

        private static int Extent(int kernel, int dilation) => ((kernel - 1) * dilation) + 1;
    }
}
