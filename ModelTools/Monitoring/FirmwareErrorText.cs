using System;
using System.Collections.Generic;
using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;

namespace Edge.ModelTools.Monitoring;

/// <summary>What the firmware's error codes mean and what to do; the device prints numbers only.</summary>
internal static class FirmwareErrorText
{
    private static readonly Dictionary<FirmwareError, string> s_sentences = new()
    {
        [FirmwareError.None] = "no error",
        [FirmwareError.SafeState] = "safe state, nothing is inferred; see the errors before",
        [FirmwareError.NoModel] = "no model can run; send one (edge deploy --model) or build one in (edge pack)",
        [FirmwareError.SlotHeaderBad] = "the slot has no header, a write was interrupted; the previous model runs",
        [FirmwareError.SlotTruncated] = "the slot is shorter than its header says, a write was interrupted; the previous model runs",
        [FirmwareError.SlotHashMismatch] = "the slot does not have the hash of its header; send the model again",
        [FirmwareError.StorageReadFailed] = "a file cannot be read",
        [FirmwareError.StorageWriteFailed] = "a file cannot be written; the storage is most likely full",
        [FirmwareError.ModelTooLarge] = "more bytes came than were announced",
        [FirmwareError.ModelRejected] = "the runtime refuses the model; edge inspect says why",
        [FirmwareError.StoreMisused] = "commands of a model transfer came out of order",
        [FirmwareError.UpdateOlder] = "the model's version is below that of the confirmed one; sign it with a higher version, or with --downgrade",
        [FirmwareError.CardFailed] = "the SD card cannot be mounted; check the card_* settings",
        [FirmwareError.SelfTestFailed] = "the model's self-test gives another output than it promises; send the model again, and if that does not help report it",
        [FirmwareError.SignatureMissing] = "the app takes signed models only; edge sign, and send the model again",
        [FirmwareError.SignatureMalformed] = "the signature block is damaged, or belongs to another model; sign the model and send it again",
        [FirmwareError.SignatureOtherKey] = "the model is signed with another key than the app trusts",
        [FirmwareError.SignatureBad] = "the signature does not hold; manifest or signature were changed",
        [FirmwareError.SignatureOtherBoard] = "the model is signed for boards with another chip",
        [FirmwareError.SignatureReplayed] = "one leaf of the key has signed two models: somebody has a copy of the key; make a new one",
        [FirmwareError.ModelReverted] = "the model failed for good; the one before it runs; send a better one",
        [FirmwareError.InferenceFailed] = "an inference failed",
        [FirmwareError.OutOfMemory] = "the managed heap is exhausted; convert with a smaller --sram",
        [FirmwareError.ClockWentBack] = "the clock went backwards; times and energies of this inference are left out",
        [FirmwareError.HeadroomMissing] = "the managed heap has no room left for an inference; convert with a smaller --sram, or use a board with PSRAM",
        [FirmwareError.PowerMonitorAbsent] = "no power monitor answers at this I2C address; check wiring and power_monitor_address",
        [FirmwareError.PowerMonitorWrongIdentity] = "something else than this power monitor answers; check power_monitor and power_monitor_address",
        [FirmwareError.PowerMonitorBusError] = "a transfer on I2C failed; check wiring and pull-ups",
        [FirmwareError.PowerMonitorGarbage] = "the power monitor returned what cannot be; the energy of this inference is left out",
        [FirmwareError.PowerMonitorOverflow] = "the current exceeded the monitor's range; raise max_ma or lower shunt_uohm",
        [FirmwareError.PowerMonitorReset] = "the power monitor lost its settings: its supply failed",
        [FirmwareError.PowerMonitorSettingsBad] = "shunt_uohm, max_ma or power_monitor_address do not fit the monitor",
        [FirmwareError.HostLinkFailed] = "the host's serial port cannot be opened or written; check uart_* settings",
        [FirmwareError.SleepFailed] = "the deep sleep did not start",
        [FirmwareError.StrobeFailed] = "the strobe pin cannot be driven; check strobe",
        [FirmwareError.UnknownBoard] = "no row of the table of currents fits; set chip and cpu_mhz",
        [FirmwareError.SettingBad] = "a line of edge.cfg is not understood",
        [FirmwareError.Unexpected] = "an exception nobody expected",
    };

    // Those of the task that comes along, with the names of docs/energy.md.
    private static readonly Dictionary<FirmwareError, (string Name, string Sentence)> s_task = new()
    {
        [MeterError.LayoutBad] = ("MeterLayoutBad", "meter.cfg has no digits or too many, or a decimal point, size or increase that cannot be"),
        [MeterError.BoxOutside] = ("MeterBoxOutside", "a digit's box is below 4 x 4 pixels or not within the frame; check meter.cfg"),
        [MeterError.BoxesOverlap] = ("MeterBoxesOverlap", "two digits' boxes overlap; check meter.cfg"),
        [MeterError.FrameMismatch] = ("MeterFrameMismatch", "the frame has another size than meter.cfg says, or the previous reading has more digits"),
        [MeterError.ModelUnfit] = ("MeterModelUnfit", "the model does not read digits: it needs a pixel scale and 10 or 11 classes"),
    };

    /// <summary>Name and sentence of a code.</summary>
    public static string Of(long code)
    {
        var error = (FirmwareError)code;
        if (s_task.TryGetValue(error, out (string Name, string Sentence) failure))
        {
            return $"{failure.Name}: {failure.Sentence}";
        }

        return Enum.IsDefined(error) ? $"{error}: {s_sentences[error]}" : "unknown to this version of edge";
    }
}
