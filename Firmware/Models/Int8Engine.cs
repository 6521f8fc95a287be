using System;
using Edge.Firmware.Faults;
using Edge.Firmware.Results;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Models
{
    // The host's bytes are what the source model's data set holds:
    //   pixel scale known:  pixels 0..255, red first, quantized through a table of 256 for each channel of the model;
    //   uint8 source model: the tensor's own bytes, which are already q + 128;
    //   otherwise:          int8 tensor bytes, q.
    // They are kept as they came, row by row (no large array on a fragmented heap), and turned into q + 128 when the
    // network asks for a row.

    /// <summary>The runtime behind the interface of the app and the host protocol.</summary>
    internal sealed class Int8Engine : InputRows, IModelEngine
    {
        private const int PixelValues = 256;
        private const int MostPixelChannels = 4;
        private const byte SignBit = 0x80;
        private const int UInt8Source = 2;

        private readonly Int8Model _model;
        private readonly StorageWeightSource _file;
        private readonly TensorInfo _result;
        private readonly byte[][] _rows;
        private readonly int _rowBytes;
        private readonly int _channels;
        private readonly byte[][] _pixelTables; // [channel][pixel] -> q + 128, or null
        private readonly int _red; // bytes from the model's first channel to red: 2 where it takes blue first, else 0
        private readonly bool _isUnsigned;
        private readonly sbyte[][] _outputs;
        private readonly ClassProbability _probability;

        /// <summary>Wraps a loaded model.</summary>
        /// <param name="model">Model.</param>
        /// <param name="file">Its file, or null when it cannot fail.</param>
        public Int8Engine(Int8Model model, StorageWeightSource file)
        {
            _model = model;
            _file = file;
            TensorInfo input = model.Input;
            _channels = input.Channels;
            _rowBytes = input.Width * input.Channels;
            _rows = new byte[input.Height][];
            for (int y = 0; y < _rows.Length; y++)
            {
                _rows[y] = new byte[_rowBytes];
            }

            _isUnsigned = input.SourceType == UInt8Source;
            _pixelTables = MakePixelTables(input);
            _red = input.IsBlueFirst ? 2 : 0;
            _outputs = new sbyte[model.OutputCount][];
            for (int i = 0; i < _outputs.Length; i++)
            {
                _outputs[i] = new sbyte[model.GetOutput(i).Length];
            }

            _result = model.GetOutput(0);
            _probability = new ClassProbability(_result);
        }

        /// <summary>The loaded model.</summary>
        public Int8Model Model
        {
            get { return _model; }
        }

        /// <inheritdoc />
        public string ModelName
        {
            get { return _model.Name; }
        }

        /// <inheritdoc />
        public int InputBytes
        {
            get { return _rows.Length * _rowBytes; }
        }

        /// <inheritdoc />
        public int ResultCount
        {
            get { return _outputs[0].Length; }
        }

        /// <inheritdoc />
        public bool HasInput { get; private set; }

        /// <inheritdoc />
        public InferenceLog Log
        {
            get { return _model.Log; }
        }

        /// <inheritdoc />
        public int ModelBytes
        {
            get { return _model.BlobBytes; }
        }

        /// <inheritdoc />
        public int PeakSramBytes
        {
            get { return _model.PeakSramBytes; }
        }

        /// <inheritdoc />
        public int HeadroomBytes
        {
            get { return _model.HeadroomBytes; }
        }

        /// <inheritdoc />
        public void Attach(IClock clock, IEnergyMeter energyMeter)
        {
            _model.Attach(clock, energyMeter);
        }

        /// <inheritdoc />
        public void SetInput(int index, byte value)
        {
            _rows[index / _rowBytes][index % _rowBytes] = value;
        }

        /// <inheritdoc />
        public byte GetInput(int index)
        {
            return _rows[index / _rowBytes][index % _rowBytes];
        }

        /// <inheritdoc />
        public void FinishInput()
        {
            HasInput = true;
        }

        /// <inheritdoc />
        public FirmwareError Infer()
        {
            if (_file != null)
            {
                _file.HasFailed = false;
            }

            try
            {
                _model.Run(this, _outputs);
            }
            catch (OutOfMemoryException)
            {
                return FirmwareError.OutOfMemory;
            }
            catch (Exception)
            {
                // Weights that cannot be read end the inference; then the storage is at fault, not the model.
                return _file != null && _file.HasFailed ? FirmwareError.StorageReadFailed : FirmwareError.InferenceFailed;
            }

            return _file != null && _file.HasFailed ? FirmwareError.StorageReadFailed : FirmwareError.None;
        }

        /// <inheritdoc />
        public FirmwareError WarmUp()
        {
            try
            {
                ModelError error = _model.WarmUp(_outputs);
                return error == ModelError.HeadroomMissing ? FirmwareError.HeadroomMissing
                    : error == ModelError.None ? FirmwareError.None : FirmwareError.SelfTestFailed;
            }
            catch (OutOfMemoryException)
            {
                return FirmwareError.HeadroomMissing;
            }
            catch (Exception)
            {
                return _file != null && _file.HasFailed ? FirmwareError.StorageReadFailed : FirmwareError.InferenceFailed;
            }
        }

        /// <inheritdoc />
        public int GetPermille(int best)
        {
            return _probability.IsKnown ? _probability.Permille(_outputs[0], best) : ClassProbability.Unknown;
        }

        /// <inheritdoc />
        public double GetResult(int index)
        {
            return (double)_result.Scale * (_outputs[0][index] - _result.ZeroPoint);
        }

        /// <inheritdoc />
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            byte[] row = _rows[y];
            if (_pixelTables != null)
            {
                int channel = 0;
                int step = _red;
                int exchange = step;
                for (int i = 0; i < count; i++)
                {
                    destination[offset + i] = _pixelTables[channel][row[i + exchange]];
                    channel++;
                    exchange -= step;
                    if (channel == _channels)
                    {
                        channel = 0;
                        exchange = step;
                    }
                }
            }
            else if (_isUnsigned)
            {
                Array.Copy(row, 0, destination, offset, count);
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    destination[offset + i] = (byte)(row[i] ^ SignBit);
                }
            }
        }

        internal static byte[][] MakePixelTables(TensorInfo input)
        {
            if (!input.HasPixelScale || input.Channels > MostPixelChannels)
            {
                return null;
            }

            var tables = new byte[input.Channels][];
            for (int c = 0; c < tables.Length; c++)
            {
                tables[c] = new byte[PixelValues];
                for (int pixel = 0; pixel < PixelValues; pixel++)
                {
                    tables[c][pixel] = (byte)(input.QuantizePixel(pixel, c) + 128);
                }
            }

            return tables;
        }
    }
}
