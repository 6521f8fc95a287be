using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Firmware.Settings;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.App
{
    /// <summary>Where the app's models come from, and what it trusts.</summary>
    internal sealed class ModelKeeper
    {
        private readonly IBoard _board;
        private readonly IEngineFactory _factory;
        private readonly WeightSource _embedded;
        private readonly IEventLog _log;
        private readonly ModelTrust _trust;
        private readonly bool _isKeyBad;
        private readonly ModelStore _store;

        /// <summary>Opens storage and key; a key that cannot be used trusts nothing from outside the app.</summary>
        /// <param name="board">Board.</param>
        /// <param name="factory">Makes engines.</param>
        /// <param name="embedded">Model in the app, or null.</param>
        /// <param name="publicKey">Key that other models must be signed with, or null.</param>
        /// <param name="chip">The board's chip by its firmware's own name, which nobody can set in a file; null when it is not known.</param>
        /// <param name="log">Hears what is wrong.</param>
        public ModelKeeper(IBoard board, IEngineFactory factory, WeightSource embedded, byte[] publicKey, string chip, IEventLog log)
        {
            _board = board;
            _factory = factory;
            _embedded = embedded;
            _log = log;
            LmsVerifier verifier = publicKey == null ? null : LmsVerifier.Open(publicKey);
            _isKeyBad = publicKey != null && verifier == null;
            _trust = verifier == null ? null : new ModelTrust(verifier, chip);
            _store = board.InternalStorage == null || _isKeyBad ? null : new ModelStore(board.InternalStorage, _trust, log);
        }

        /// <summary>Identity of the key for the log; null when anybody may replace a model.</summary>
        public string TrustName
        {
            get { return _isKeyBad ? "unusable" : _trust == null ? null : _trust.KeyName; }
        }

        /// <summary>The card, or null; mounted by <see cref="Load"/>.</summary>
        public IStorage Card { get; private set; }

        /// <summary>Loads the first model that can run.</summary>
        /// <returns>The model, or null.</returns>
        public LoadedModel Load(FirmwareSettings settings)
        {
            Card = settings.CardSelect < 0 ? null : _board.OpenCard(settings);
            if (Card == null && settings.CardSelect >= 0)
            {
                _log.Error(FirmwareError.CardFailed, "card", settings.CardSelect);
            }

            return new ModelLoader(_store, _board.InternalStorage, _isKeyBad ? null : Card, _embedded, _factory, _trust, _log).Load();
        }

        /// <summary>Makes what takes models from the host; it needs no model to run.</summary>
        /// <returns>The writer, or null without storage.</returns>
        public ModelWriter MakeWriter()
        {
            if (_store == null)
            {
                return null;
            }

            _store.Open();
            return new ModelWriter(_board.InternalStorage, _store, _log);
        }

        /// <summary>The running model keeps failing.</summary>
        /// <param name="failures">How often it failed.</param>
        /// <returns>Whether there is another one to load in its place.</returns>
        public bool Distrust(int failures)
        {
            return _store != null && _store.Distrust(failures);
        }

        /// <summary>Remembers over resets whether the one inference of a boot failed.</summary>
        /// <returns>Boots in a row that failed.</returns>
        public int CountBoot(bool failed)
        {
            return _store == null ? 0 : _store.CountBoot(failed);
        }
    }
}
