using System;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.Models
{
    /// <summary>
    /// Finds the model: the newest good slot on internal storage, then model.edge8 on the card, then the model in the app.
    /// A model that is refused, by the runtime or by its own self-test, is logged and the next one tried.
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

        /// <summary>Makes the loader.</summary>
        /// <param name="store">Slots on internal storage, or null.</param>
        /// <param name="internalStorage">Internal storage, or null.</param>
        /// <param name="card">Card, or null.</param>
        /// <param name="embedded">Model in the app, or null.</param>
        /// <param name="factory">Makes engines.</param>
        /// <param name="log">Hears of refusals.</param>
        public ModelLoader(ModelStore store, IStorage internalStorage, IStorage card, WeightSource embedded, IEngineFactory factory, IEventLog log)
        {
            _store = store;
            _internal = internalStorage;
            _card = card;
            _embedded = embedded;
            _factory = factory;
            _log = log;
        }

        /// <summary>Loads the first model that can run.</summary>
        /// <returns>The model, or null; then <see cref="FirmwareError.NoModel"/> has been logged.</returns>
        public LoadedModel Load()
        {
            LoadedModel model = LoadFromSlots();
            if (model == null)
            {
                model = LoadFromCard();
            }

            if (model == null && _embedded != null)
            {
                IModelEngine engine = TryLoad(_embedded, Embedded);
                model = engine == null ? null : new LoadedModel(engine, Embedded, -1);
            }

            if (model == null)
            {
                _log.Error(FirmwareError.NoModel, "loader", 0);
            }

            return model;
        }

        private LoadedModel LoadFromSlots()
        {
            if (_store == null)
            {
                return null;
            }

            _store.Scan();
            StoredModel stored = _store.Next();
            while (stored != null)
            {
                var source = new StorageWeightSource(_internal, stored.File, stored.Offset, stored.Header.ModelLength);
                IModelEngine engine = TryLoad(source, stored.File);
                if (engine != null)
                {
                    StoredModel adopted = _store.Adopt(stored);
                    source.File = adopted.File;
                    return new LoadedModel(engine, adopted.File, adopted.Header.Sequence);
                }

                _store.Reject(stored);
                stored = _store.Next();
            }

            return null;
        }

        private LoadedModel LoadFromCard()
        {
            int length = _card == null ? -1 : _card.GetLength(CardFile);
            if (length < 0)
            {
                return null;
            }

            IModelEngine engine = TryLoad(new StorageWeightSource(_card, CardFile, 0, length), CardFile);
            return engine == null ? null : new LoadedModel(engine, CardFile, -1);
        }

        private IModelEngine TryLoad(WeightSource source, string name)
        {
            try
            {
                IModelEngine engine = _factory.Load(source);
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
                _log.Error(FirmwareError.ModelRejected, name + "@" + exception.Offset.ToString(), (int)exception.Error);
            }
            catch (OutOfMemoryException)
            {
                _log.Error(FirmwareError.OutOfMemory, name, source.Length);
            }

            return null;
        }
    }
}
