namespace Edge.Firmware.Faults
{
    // The interpreter prints an enum as its number, and so does the log: the numbers are the contract
    // (docs/energy.md, "Error codes"), the names are for the reader of the source.

    /// <summary>What went wrong, as it stands in an error line of the log. Hundreds: 1 model and storage, 2 inference, 3 power monitor, 4 host, 5 board; 6 are left to the app's task.</summary>
    internal enum FirmwareError
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>The app is in its safe state and says so once a minute; the detail is the number of errors so far.</summary>
        SafeState = 100,

        /// <summary>No source has a model that can run; the app is in its safe state.</summary>
        NoModel = 101,

        /// <summary>A slot file is shorter than its header, or the header's magic, version or checksum is wrong.</summary>
        SlotHeaderBad = 102,

        /// <summary>A slot holds fewer bytes than its header says: the write was interrupted.</summary>
        SlotTruncated = 103,

        /// <summary>A slot's bytes do not have the hash of its header.</summary>
        SlotHashMismatch = 104,

        /// <summary>Reading a file failed.</summary>
        StorageReadFailed = 105,

        /// <summary>Writing, renaming or deleting a file failed; most often the storage is full.</summary>
        StorageWriteFailed = 106,

        /// <summary>A model is larger than the storage takes.</summary>
        ModelTooLarge = 107,

        /// <summary>The runtime refused the model; the detail is its error number and the byte offset.</summary>
        ModelRejected = 108,

        /// <summary>A method of the model store was called out of order.</summary>
        StoreMisused = 109,

        /// <summary>A signed model has a lower version than the one that was confirmed, and no leave to replace it; the detail is its version.</summary>
        UpdateOlder = 110,

        /// <summary>The settings name an SD card, but it cannot be mounted; the detail is its chip select pin.</summary>
        CardFailed = 111,

        /// <summary>The model's self-test gave another output than the model promises; it is not used.</summary>
        SelfTestFailed = 112,

        /// <summary>The app takes signed models only, and this one has no signature.</summary>
        SignatureMissing = 113,

        /// <summary>A signature block is none, or its manifest belongs to another model.</summary>
        SignatureMalformed = 114,

        /// <summary>A model is signed with another key than the app's.</summary>
        SignatureOtherKey = 115,

        /// <summary>A signature does not hold.</summary>
        SignatureBad = 116,

        /// <summary>A model is signed for boards with another chip.</summary>
        SignatureOtherBoard = 117,

        /// <summary>A one-time key has signed two models: somebody has a copy of the owner's key; the detail is the model's version.</summary>
        SignatureReplayed = 118,

        /// <summary>A model failed for good, and the one before it runs; the detail is the number of tries or failures.</summary>
        ModelReverted = 119,

        /// <summary>An inference threw; the detail is the number of the last good one.</summary>
        InferenceFailed = 201,

        /// <summary>The managed heap is exhausted.</summary>
        OutOfMemory = 203,

        /// <summary>The clock went backwards; the times of this inference are not logged as measured.</summary>
        ClockWentBack = 204,

        /// <summary>The managed heap has no room for the stack frames of an inference; the detail is the number of bytes that must be free in one piece.</summary>
        HeadroomMissing = 205,

        /// <summary>No power monitor answers at the address.</summary>
        PowerMonitorAbsent = 301,

        /// <summary>Something answers, but not with this monitor's identity.</summary>
        PowerMonitorWrongIdentity = 302,

        /// <summary>A transfer failed while measuring.</summary>
        PowerMonitorBusError = 303,

        /// <summary>The monitor returned what cannot be: a power above its own range, an energy that runs backwards.</summary>
        PowerMonitorGarbage = 304,

        /// <summary>The current exceeded the monitor's range.</summary>
        PowerMonitorOverflow = 305,

        /// <summary>The monitor lost its settings, so it was reset; it has been set up again.</summary>
        PowerMonitorReset = 306,

        /// <summary>The shunt, current or address of the settings does not fit the monitor; the detail is the shunt in microohms.</summary>
        PowerMonitorSettingsBad = 307,

        /// <summary>The serial port of the host cannot be opened or written.</summary>
        HostLinkFailed = 401,

        /// <summary>The deep sleep did not start.</summary>
        SleepFailed = 501,

        /// <summary>The strobe pin cannot be driven.</summary>
        StrobeFailed = 502,

        /// <summary>Neither the firmware's target name nor the settings give a chip and clock of the current table.</summary>
        UnknownBoard = 503,

        /// <summary>A line of edge.cfg is not understood; the detail is its number.</summary>
        SettingBad = 504,

        /// <summary>An exception nobody expected; the detail is its type.</summary>
        Unexpected = 599,
    }
}
