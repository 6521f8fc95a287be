using System;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.Models
{
    /// <summary>
    /// Finds the model: a candidate, the confirmed or the previous one in the slots of internal storage, then model.edge8 on the card, then the
    /// model in the app. A model that is refused, by the runtime or by its own self-test, is logged and the next one tried.
    /// </summary>
    internal sealed class ModelLoader
    {
        /// <summary>Model on the card, without a slot header.</summary>
        public const string CardFile = "model.edge8";

        /// <summary>Name of the app's own model in the log.</summary>
        public const string Embedded = "embedded";

        private readonly ModelStore _store;
        private readonly IStorage _internal;
        private readonly IStorage _card;
        private readonly WeightSource _embedded;
        private readonly IEngineFactory _factory;
        private readonly IEventLog _log;
        private readonly ModelTrust _trust;
        private bool _isFinal;

        /// <summary>Makes the loader.</summary>
        /// <param name="store">Slots on internal storage, or null.</param>
        /// <param name="internalStorage">Internal storage, or null.</param>
        /// <param name="card">Card, or null.</param>
        /// <param name="embedded">Model in the app, or null.</param>
        /// <param name="factory">Makes engines.</param>
        /// <param name="trust">What is trusted in the slots and on the card, or null.</param>
        /// <param name="log">Hears of refusals.</param>
        public ModelLoader(ModelStore store, IStorage internalStorage, IStorage card, WeightSource embedded, IEngineFactory factory, ModelTrust trust, IEventLog log)
        {
            _store = store;
            _internal = internalStorage;
            _card = card;
            _embedded = embedded;
            _factory = factory;
            _trust = trust;
            _log = log;
        }

        /// <summary>Loads the first model that can run.</summary>
        /// <returns>The model, or null; then <see cref="FirmwareError.NoModel"/> has been logged.</returns>
        public LoadedModel Load()
        {
            LoadedModel model = _store == null ? null : LoadFromSlots();
            if (model == null && _card != null)
            {
                model = LoadFromCard();
            }

            if (model == null && _embedded != null)
            {
                IModelEngine engine = TryLoad(_embedded, Embedded, null);
                model = engine == null ? null : new LoadedModel(engine, Embedded, -1, null);
            }

            if (model == null)
            {
                _log.Error(FirmwareError.NoModel, "loader", 0);
            }

            return model;
        }

        private LoadedModel LoadFromSlots()
        {
            _store.Scan();
            for (StoredModel stored = _store.Next(); stored != null; stored = _store.Next())
            {
                var source = new StorageWeightSource(_internal, stored.File, stored.Header.ModelOffset, stored.Header.ModelLength);
                IModelEngine engine = TryLoad(source, stored.File, stored.MustHash ? stored.Header.Hash : null);
                if (engine != null)
                {
                    _store.Confirm(stored);
                    return new LoadedModel(engine, stored.File, stored.Manifest == null ? -1 : stored.Manifest.Version, stored.Header.Hash);
                }

                _store.Reject(stored, _isFinal);
            }

            return null;
        }

        private LoadedModel LoadFromCard()
        {
            if (_trust != null)
            {
                return _store != null && CardImport.Run(_card, _internal, _store, _log) ? LoadFromSlots() : null;
            }

            int length = _card.GetLength(CardFile);
            if (length < 0)
            {
                return null;
            }

            IModelEngine engine = TryLoad(new StorageWeightSource(_card, CardFile, 0, length), CardFile, null);
            return engine == null ? null : new LoadedModel(engine, CardFile, -1, null);
        }

        // Leaves in _isFinal whether the model would be refused again whatever happens: because of its bytes, not of memory or of a read.
        private IModelEngine TryLoad(WeightSource source, string name, byte[] expected)
        {
            _isFinal = false;
            var file = source as StorageWeightSource;
            try
            {
                if (expected != null)
                {
                    file.BeginHash();
                }

                IModelEngine engine = _factory.Load(source);
                if (expected != null && !IsExpected(file, expected, name))
                {
                    return null;
                }

                FirmwareError error = engine.WarmUp();
                if (error == FirmwareError.None)
                {
                    return engine;
                }

                _log.Error(error, name, error == FirmwareError.HeadroomMissing ? engine.HeadroomBytes : 0);
            }
            catch (ModelFormatException exception)
            {
                // The place in the model goes with the name: a line has one number only.
                _isFinal = file == null || !file.HasFailed;
                _log.Error(FirmwareError.ModelRejected, name + "@" + exception.Offset.ToString(), (int)exception.Error);
            }
            catch (OutOfMemoryException)
            {
                _log.Error(FirmwareError.OutOfMemory, name, source.Length);
            }

            return null;
        }

        private bool IsExpected(StorageWeightSource file, byte[] expected, string name)
        {
            byte[] hash = file.FinishHash();
            if (hash != null && Bytes.Same(hash, expected))
            {
                return true;
            }

            _isFinal = hash != null;
            _log.Error(hash == null ? FirmwareError.StorageReadFailed : FirmwareError.SlotHashMismatch, name, file.Length);
            return false;
        }
    }
}
