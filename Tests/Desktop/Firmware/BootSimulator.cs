using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.App;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// A board with a key: boots with the app's own loader and store, runs its model, and is sent others. The supply fails where the test says.
/// </summary>
internal sealed class BootSimulator
{
    public const byte Owner = 7;

    private readonly TagVerifier _key;

    public BootSimulator(SimulatedStorage? storage = null, byte owner = Owner)
    {
        _key = new(owner);
        Storage = storage ?? new SimulatedStorage();
        Trust = new ModelTrust(_key, "esp32s3");
    }

    public SimulatedStorage Storage { get; }

    public ModelTrust Trust { get; }

    public RecordedEvents Events { get; } = new();

    /// <summary>Starts so far.</summary>
    public long Boots { get; private set; }

    /// <summary>Versions that have run as confirmed models.</summary>
    public HashSet<int> Ran { get; } = [];

    /// <summary>A file for the slot or the host, signed by the owner.</summary>
    public byte[] Signed(byte[] model, int leaf, bool isDowngrade = false, string? chip = null) =>
        SlotFiles.Make(model, _key.Block(model, SimulatedModel.VersionOf(model), leaf, isDowngrade, chip));

    /// <summary>A board whose slot A runs version 4, or whose slots hold 4 and 5 with 5 confirmed.</summary>
    public static BootSimulator WithConfirmed(bool hasPrevious)
    {
        var board = new BootSimulator();
        board.Storage[ModelStore.SlotA] = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 4), 4);
        Expect(board.Boot(), 4);
        if (hasPrevious)
        {
            board.Storage[ModelStore.Incoming] = board.Signed(SimulatedModel.Make(SimulatedModel.Good, 5), 5);
            Expect(board.Boot(), 5);
        }

        return board;
    }

    /// <summary>One start and some inferences. A reset, by the supply or by somebody who sees that it hangs, ends it.</summary>
    /// <returns>The model that runs, or null: the boot is lost.</returns>
    public byte[]? Boot()
    {
        Boots++;
        try
        {
            var store = new ModelStore(Storage, Trust, Events);
            var loader = new ModelLoader(store, Storage, null, null, new SimulatedEngineFactory(Storage), Trust, Events);
            LoadedModel? loaded = loader.Load();
            int failures = 0;
            for (int i = 0; i < 2 * FirmwareApp.FailuresUntilSafe && loaded is not null; i++)
            {
                failures = loaded.Engine.Infer() == FirmwareError.None ? 0 : failures + 1;
                if (failures == FirmwareApp.FailuresUntilSafe)
                {
                    loaded = store.Distrust(failures) ? loader.Load() : null;
                    failures = 0;
                }
            }

            byte[]? model = (loaded?.Engine as SimulatedEngineFactory.Engine)?.Model;
            if (model is not null)
            {
                Ran.Add(SimulatedModel.VersionOf(model));
            }

            return model;
        }
        catch (PowerCutException)
        {
            Storage.PowerOn();
            return null;
        }
    }

    /// <summary>The host's side of an update: a file that the app finds, or pieces that it writes.</summary>
    public void Send(byte[] file, bool throughWriter)
    {
        try
        {
            if (throughWriter)
            {
                Write(file);
            }
            else
            {
                Storage.Write(ModelStore.Incoming, 0, file, 0, file.Length);
                Storage.Flush(ModelStore.Incoming);
            }
        }
        catch (Exception exception) when (exception is Edge.Firmware.Board.StorageException or PowerCutException)
        {
            Storage.PowerOn();
        }
    }

    private void Write(byte[] file)
    {
        SlotHeader? header = SlotHeader.Parse(file);
        var store = new ModelStore(Storage, Trust, Events);
        store.Open();
        var writer = new ModelWriter(Storage, store, Events);
        if (header is null || writer.Begin(header.ModelLength, header.Hash, header.SignatureLength) != FirmwareError.None)
        {
            return;
        }

        byte[] block = file[SlotHeader.Length..header.ModelOffset];
        if (writer.WriteSignature(block, block.Length) != FirmwareError.None)
        {
            return;
        }

        foreach (byte[] piece in file.Skip(header.ModelOffset).Chunk(50))
        {
            writer.Write(piece, 0, piece.Length);
        }

        writer.Commit();
    }

    private static void Expect(byte[]? model, int version)
    {
        if (model is null || SimulatedModel.VersionOf(model) != version)
        {
            throw new InvalidOperationException("the simulated board does not start");
        }
    }
}
