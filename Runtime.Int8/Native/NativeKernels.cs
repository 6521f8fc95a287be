using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Native;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Kernels in C, called through interop: firmware of one's own that holds the library, or the desktop with the same C. An operator
    /// that they do not take, and every operator where there is no library, runs as in <see cref="PackedKernels"/>. The same bytes
    /// either way. The natives get arrays and a record of ints, check every bound themselves and keep nothing.
    /// </summary>
    public sealed class NativeKernels : PackedKernels
    {
        private const int MakeRows = 0;
        private const int AddInputRow = 1;

        private static bool s_isProbed;
        private static bool s_isAvailable;

        /// <summary>Whether the firmware (or the desktop) holds the native library, of the version that this assembly was made for. Asked once.</summary>
        public static bool IsAvailable
        {
            get
            {
                if (!s_isProbed)
                {
                    s_isAvailable = NativeProbe.Version() == NativeRecord.Version;
                    s_isProbed = true;
                }

                return s_isAvailable;
            }
        }

        /// <summary>Name for logs and the command line: what really runs.</summary>
        public override string Name
        {
            get { return IsAvailable ? "native" : base.Name; }
        }

        /// <inheritdoc/>
        internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (!Run(stage, first == 0 && firstChannel == 0, MakeRows, first, count, firstChannel, channelCount))
            {
                base.Conv2D(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <inheritdoc/>
        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (!Run(stage, first == 0 && firstChannel == 0, MakeRows, first, count, firstChannel, channelCount))
            {
                base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <inheritdoc/>
        internal override void Add(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Add(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Mul(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Mul(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void AveragePool(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.AveragePool(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            if (!Run(stage, isFirst, AddInputRow, inputRow, isFirst ? 1 : 0, 0, 0))
            {
                base.AveragePoolAccumulate(stage, inputRow, isFirst);
            }
        }

        /// <inheritdoc/>
        internal override void AveragePoolFinish(Stage stage)
        {
            if (!Run(stage, false, MakeRows, 0, 1, 0, 0))
            {
                base.AveragePoolFinish(stage);
            }
        }

        /// <inheritdoc/>
        internal override void MaxPool(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.MaxPool(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            if (!Run(stage, isFirst, AddInputRow, inputRow, isFirst ? 1 : 0, 0, 0))
            {
                base.MeanAccumulate(stage, inputRow, isFirst);
            }
        }

        /// <inheritdoc/>
        internal override void MeanFinish(Stage stage, int outputRow)
        {
            if (!Run(stage, false, MakeRows, outputRow, 1, 0, 0))
            {
                base.MeanFinish(stage, outputRow);
            }
        }

        /// <inheritdoc/>
        internal override void Pad(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Pad(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Reshape(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Reshape(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Transpose(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Transpose(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Softmax(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Softmax(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Table(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Table(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void PRelu(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.PRelu(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Concat(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Concat(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Resize(Stage stage, int first, int count)
        {
            if (!RunRows(stage, first, count))
            {
                base.Resize(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override GroupRunner MakeGroupRunner(ProgramHeader header, ActivationArena arena)
        {
            return IsAvailable && arena.Banks.Length <= NativeRecord.MaxBanks ? new NativeGroups(header, arena) : null;
        }

        private bool RunRows(Stage stage, int first, int count)
        {
            return Run(stage, first == 0, MakeRows, first, count, 0, 0);
        }

        /// <summary>Calls the library; false when it does not take the call, of which nothing has happened then.</summary>
        private bool Run(Stage stage, bool isStart, int what, int first, int count, int channel, int channels)
        {
            if (!IsAvailable)
            {
                return false;
            }

            // A stage object is another operator in each group: its first call fills the record anew.
            NativeRecord record = (NativeRecord)stage.Prepared;
            if (record == null)
            {
                record = new NativeRecord();
                stage.Prepared = record;
                isStart = true;
            }

            if (isStart)
            {
                record.Fill(stage);
            }
            else
            {
                record.FillWeights(stage);
            }

            return record.Fits && Interop.Run(
                record.Values, record.Banks, record.Weights, stage.Parameters, stage.Accumulators, what, first, count, channel, channels) == 0;
        }
    }
}
